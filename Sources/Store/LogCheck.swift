public import Domain

/// Looks for holes in the event log, which has none: positions are gapless per tenant, and the
/// last one is where the tenant's head stands.
public enum LogCheck {
    /// The positions after which an entry is missing. A log without any row is no difference,
    /// because old ones are dropped.
    public static func gaps(
        of tenant: ID<Tenant>, in snapshot: any Snapshot
    ) throws(StoreError) -> [Int64] {
        let rows = try snapshot.rows(
            """
            SELECT first_position, last_position
              FROM event_batch
             WHERE tenant_id = ?1
             ORDER BY first_position
            """,
            [.integer(tenant.rawValue)])
        var gaps: [Int64] = []
        var last: Int64?
        for row in rows {
            let first = try row.integer(0)
            if let last, first != last + 1 { gaps.append(last) }
            last = try row.integer(1)
        }
        let heads = try snapshot.rows(
            "SELECT position FROM tenant WHERE id = ?1", [.integer(tenant.rawValue)])
        if let last, let head = heads.first, try head.integer(0) != last { gaps.append(last) }
        return gaps
    }
}
