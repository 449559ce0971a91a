public import Domain

/// A row of the ledger with the names that people know, also those of what was deleted since.
public struct MovementRecord: Sendable {
    public let movement: Movement
    public let sku: String
    public let location: String
}

/// Which rows of the ledger a list shows; nil shows all.
public struct MovementFilter: Sendable {
    public var item: ID<Item>?
    public var location: ID<Location>?
    public var reason: Movement.Reason?
    public var reference: String?
    /// From this moment on.
    public var since: Timestamp?
    /// Before this moment.
    public var until: Timestamp?

    public init(
        item: ID<Item>? = nil, location: ID<Location>? = nil, reason: Movement.Reason? = nil,
        reference: String? = nil, since: Timestamp? = nil, until: Timestamp? = nil
    ) {
        self.item = item
        self.location = location
        self.reason = reason
        self.reference = reference
        self.since = since
        self.until = until
    }
}

/// The ledger, in the order in which it was written.
public enum MovementQueries {
    public static func page(
        _ filter: MovementFilter, _ order: PageOrder<Int64>, of tenant: ID<Tenant>,
        in snapshot: any Snapshot
    ) throws(StoreError) -> [MovementRecord] {
        // With an item its own index is walked, else the ledger itself.
        let ofItem = order.isDescending ? ofItemDescending : ofItemAscending
        let ofAll = order.isDescending ? ofAllDescending : ofAllAscending
        let rows = try snapshot.rows(
            filter.item == nil ? ofAll : ofItem,
            [
                .integer(tenant.rawValue), order.start, order.count, SQLValue(filter.item),
                SQLValue(filter.location), SQLValue(filter.reason.map { Int64($0.rawValue) }),
                SQLValue(filter.reference), SQLValue(filter.since), SQLValue(filter.until),
            ])
        var records: [MovementRecord] = []
        for row in rows { records.append(try record(row)) }
        return records
    }

    private static let columns = """
        SELECT m.id, m.item_id, m.location_id, m.on_hand, m.reserved, m.committed,
               m.unavailable, m.incoming, m.safety_stock, m.reason, m.reference, m.actor,
               m.reservation_id, m.order_id, m.created_at, i.sku, l.code
          FROM movement m
          JOIN item i ON i.tenant_id = m.tenant_id AND i.id = m.item_id
          JOIN location l ON l.tenant_id = m.tenant_id AND l.id = m.location_id
         WHERE m.tenant_id = ?1

        """

    private static let filters = """
           AND (CAST(?5 AS BIGINT) IS NULL OR m.location_id = ?5)
           AND (CAST(?6 AS BIGINT) IS NULL OR m.reason = ?6)
           AND (CAST(?7 AS TEXT) IS NULL OR m.reference = ?7)
           AND (CAST(?8 AS BIGINT) IS NULL OR m.created_at >= ?8)
           AND (CAST(?9 AS BIGINT) IS NULL OR m.created_at < ?9)

        """

    private static let item = "   AND m.item_id = ?4\n"
    /// Names the parameter, so that both forms take the same ones.
    private static let anyItem = "   AND CAST(?4 AS BIGINT) IS NULL\n"

    private static let ascending = """
           AND m.id > ?2
         ORDER BY m.id
         LIMIT ?3
        """

    private static let descending = """
           AND m.id < ?2
         ORDER BY m.id DESC
         LIMIT ?3
        """

    private static let ofItemAscending = columns + item + filters + ascending
    private static let ofItemDescending = columns + item + filters + descending
    private static let ofAllAscending = columns + anyItem + filters + ascending
    private static let ofAllDescending = columns + anyItem + filters + descending

    private static func record(_ row: Row) throws(StoreError) -> MovementRecord {
        let id = try row.integer(0)
        guard let reason = Movement.Reason(rawValue: Int(try row.integer(9))) else {
            throw .corrupt(table: "movement", key: String(id))
        }
        let actor = try row.integer(11)
        let movement = Movement(
            id: ID(rawValue: id),
            item: ID(rawValue: try row.integer(1)),
            location: ID(rawValue: try row.integer(2)),
            change: Delta(
                onHand: try row.integer(3), reserved: try row.integer(4),
                committed: try row.integer(5), unavailable: try row.integer(6),
                incoming: try row.integer(7), safetyStock: try row.integer(8)),
            reason: reason,
            reference: try row.textIfPresent(10),
            actor: actor == 0 ? .engine : .key(ID(rawValue: actor)),
            reservation: try row.integerIfPresent(12).map { ID(rawValue: $0) },
            order: try row.textIfPresent(13),
            at: Timestamp(milliseconds: try row.integer(14)))
        return MovementRecord(
            movement: movement, sku: try row.text(15), location: try row.text(16))
    }
}
