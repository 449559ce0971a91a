public import Domain

/// Where a tenant's event log stands.
public enum HeadQueries {
    /// The position of the newest entry; 0 where there is none.
    public static func position(
        of tenant: ID<Tenant>, in snapshot: any Snapshot
    ) throws(StoreError) -> Int64 {
        let rows = try snapshot.rows(
            """
            SELECT position
              FROM tenant
             WHERE id = ?1
            """,
            [.integer(tenant.rawValue)])
        return try rows.first?.integer(0) ?? 0
    }
}
