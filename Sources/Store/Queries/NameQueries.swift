public import Domain

/// What people call items and locations, those included that are deleted and that no process
/// keeps in memory any more.
public enum NameQueries {
    public static func sku(
        of item: ID<Item>, tenant: ID<Tenant>, in snapshot: any Snapshot
    ) throws(StoreError) -> String? {
        let rows = try snapshot.rows(
            """
            SELECT sku
              FROM item
             WHERE tenant_id = ?1
               AND id = ?2
            """,
            [.integer(tenant.rawValue), .integer(item.rawValue)])
        return try rows.first?.text(0)
    }

    /// The item that has a sku now, else the one that had it last.
    public static func item(
        _ sku: String, tenant: ID<Tenant>, in snapshot: any Snapshot
    ) throws(StoreError) -> ID<Item>? {
        let parameters: [SQLValue] = [.integer(tenant.rawValue), .text(sku)]
        if let row = try snapshot.rows(present, parameters).first {
            return ID(rawValue: try row.integer(0))
        }
        // Rare: only who looks at the past of what was deleted comes here.
        return try snapshot.rows(deleted, parameters).first.map { row throws(StoreError) in
            ID(rawValue: try row.integer(0))
        }
    }

    private static let present = """
        SELECT id
          FROM item
         WHERE tenant_id = ?1
           AND sku = ?2
           AND deleted_at IS NULL
        """

    private static let deleted = """
        SELECT id
          FROM item
         WHERE tenant_id = ?1
           AND sku = ?2
           AND deleted_at IS NOT NULL
         ORDER BY id DESC
         LIMIT 1
        """
}
