public import Domain

/// What the health page counts.
public enum HealthQueries {
    public struct ReservationCounts: Equatable, Sendable {
        /// Those that hold units now.
        public let active: Int64
        /// Those that ran out, booked or not, as far as they are kept.
        public let expired: Int64
        /// How many of `expired` no command has booked yet.
        public let notYetBooked: Int64
    }

    public static func reservations(
        of tenant: ID<Tenant>, now: Timestamp, in snapshot: any Snapshot
    ) throws(StoreError) -> ReservationCounts {
        let open = try snapshot.rows(
            """
            SELECT CAST(COUNT(*) AS BIGINT),
                   CAST(COALESCE(SUM(CASE WHEN expires_at <= ?2 THEN 1 ELSE 0 END), 0) AS BIGINT)
              FROM reservation
             WHERE tenant_id = ?1
               AND is_open = 1
               AND state = 0
            """,
            [.integer(tenant.rawValue), .integer(now.milliseconds)])
        let booked = try snapshot.rows(
            """
            SELECT CAST(COUNT(*) AS BIGINT)
              FROM reservation
             WHERE tenant_id = ?1
               AND state = 3
            """,
            [.integer(tenant.rawValue)])
        let all = try open.first?.integer(0) ?? 0
        let due = try open.first?.integer(1) ?? 0
        return ReservationCounts(
            active: all - due, expired: (try booked.first?.integer(0) ?? 0) + due,
            notYetBooked: due)
    }

    /// Stock levels that promise more than is there, or have a quantity below 0. The database
    /// refuses them, so that one is the work of somebody who went around it.
    public static func unsoundLevels(
        of tenant: ID<Tenant>, in snapshot: any Snapshot
    ) throws(StoreError) -> [Difference] {
        let rows = try snapshot.rows(
            """
            SELECT item_id, location_id, on_hand - unavailable, reserved + committed
              FROM stock_level
             WHERE tenant_id = ?1
               AND (reserved + committed > on_hand - unavailable OR on_hand < 0 OR reserved < 0
                    OR committed < 0 OR unavailable < 0 OR incoming < 0 OR safety_stock < 0)
             ORDER BY item_id, location_id
             LIMIT 1000
            """,
            [.integer(tenant.rawValue)])
        var found: [Difference] = []
        for row in rows {
            found.append(
                Difference(
                    item: ID(rawValue: try row.integer(0)),
                    location: ID(rawValue: try row.integer(1)), quantity: "promised",
                    expected: try row.integer(2), actual: try row.integer(3), ledger: 0))
        }
        return found
    }
}
