public import Domain

/// An item's quantities over time, summed from the ledger.
///
/// Its movements are found by their ids, for which the index suffices: over the rows themselves
/// SQLite would rather walk over the tenant's.
public enum HistoryQueries {
    /// What changed within one step of time, over all locations.
    public struct Step: Sendable {
        /// Whole steps since 1970.
        public let number: Int64
        public let change: Delta
    }

    /// The quantities of an item just before `time`.
    public static func quantities(
        of item: ID<Item>, before time: Timestamp, tenant: ID<Tenant>,
        in snapshot: any Snapshot
    ) throws(StoreError) -> Delta {
        let rows = try snapshot.rows(
            """
            SELECT CAST(COALESCE(SUM(m.on_hand), 0) AS BIGINT),
                   CAST(COALESCE(SUM(m.reserved), 0) AS BIGINT),
                   CAST(COALESCE(SUM(m.committed), 0) AS BIGINT),
                   CAST(COALESCE(SUM(m.unavailable), 0) AS BIGINT),
                   CAST(COALESCE(SUM(m.incoming), 0) AS BIGINT),
                   CAST(COALESCE(SUM(m.safety_stock), 0) AS BIGINT)
              FROM movement AS own
              JOIN movement AS m ON m.tenant_id = own.tenant_id AND m.id = own.id
             WHERE own.tenant_id = ?1
               AND own.item_id = ?2
               AND m.created_at < ?3
            """,
            [.integer(tenant.rawValue), .integer(item.rawValue), .integer(time.milliseconds)])
        guard let row = rows.first else { return .zero }
        return try delta(row, from: 0)
    }

    /// The changes from `start` until before `end`, the steps without any left out.
    ///
    /// `length` is that of a step, in milliseconds.
    public static func steps(
        of item: ID<Item>, from start: Timestamp, to end: Timestamp, length: Int64,
        tenant: ID<Tenant>, in snapshot: any Snapshot
    ) throws(StoreError) -> [Step] {
        let rows = try snapshot.rows(
            """
            SELECT m.created_at / ?5 AS step,
                   CAST(SUM(m.on_hand) AS BIGINT), CAST(SUM(m.reserved) AS BIGINT),
                   CAST(SUM(m.committed) AS BIGINT), CAST(SUM(m.unavailable) AS BIGINT),
                   CAST(SUM(m.incoming) AS BIGINT), CAST(SUM(m.safety_stock) AS BIGINT)
              FROM movement AS own
              JOIN movement AS m ON m.tenant_id = own.tenant_id AND m.id = own.id
             WHERE own.tenant_id = ?1
               AND own.item_id = ?2
               AND m.created_at >= ?3
               AND m.created_at < ?4
             GROUP BY m.created_at / ?5
             ORDER BY step
            """,
            [
                .integer(tenant.rawValue), .integer(item.rawValue),
                .integer(start.milliseconds), .integer(end.milliseconds), .integer(length),
            ])
        var steps: [Step] = []
        for row in rows {
            steps.append(Step(number: try row.integer(0), change: try delta(row, from: 1)))
        }
        return steps
    }

    private static func delta(_ row: Row, from column: Int) throws(StoreError) -> Delta {
        Delta(
            onHand: try row.integer(column), reserved: try row.integer(column + 1),
            committed: try row.integer(column + 2), unavailable: try row.integer(column + 3),
            incoming: try row.integer(column + 4), safetyStock: try row.integer(column + 5))
    }
}
