public import Domain

/// Goods moved between locations, in the order in which they were.
public enum TransferQueries {
    public static func page(
        _ order: PageOrder<Int64>, of tenant: ID<Tenant>, in snapshot: any Snapshot
    ) throws(StoreError) -> [Transfer] {
        let rows = try snapshot.rows(
            order.isDescending ? descending : ascending,
            [.integer(tenant.rawValue), order.start, order.count])
        var transfers: [Transfer] = []
        for row in rows { transfers.append(try transfer(row)) }
        return transfers
    }

    public static func one(
        _ id: ID<Transfer>, of tenant: ID<Tenant>, in snapshot: any Snapshot
    ) throws(StoreError) -> Transfer? {
        let rows = try snapshot.rows(
            columns + "   AND id = ?2", [.integer(tenant.rawValue), .integer(id.rawValue)])
        return try rows.first.map { row throws(StoreError) in try transfer(row) }
    }

    private static let columns = """
        SELECT id, from_id, to_id, state, lines, reference, created_at
          FROM transfer
         WHERE tenant_id = ?1

        """

    private static let ascending =
        columns + """
               AND id > ?2
             ORDER BY id
             LIMIT ?3
            """

    private static let descending =
        columns + """
               AND id < ?2
             ORDER BY id DESC
             LIMIT ?3
            """

    private static func transfer(_ row: Row) throws(StoreError) -> Transfer {
        let id = try row.integer(0)
        guard let state = Transfer.State(rawValue: Int(try row.integer(3))),
            let lines = TransferText.lines(try row.text(4))
        else { throw .corrupt(table: "transfer", key: String(id)) }
        return Transfer(
            id: ID(rawValue: id),
            from: ID(rawValue: try row.integer(1)),
            to: ID(rawValue: try row.integer(2)),
            state: state,
            lines: lines,
            reference: try row.textIfPresent(5),
            createdAt: Timestamp(milliseconds: try row.integer(6)))
    }
}
