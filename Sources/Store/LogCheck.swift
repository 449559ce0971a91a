public import Domain

/// Looks for holes in the event log, which has none: positions are gapless per tenant, from the
/// first that is kept to where the tenant's head stands.
public enum LogCheck {
    /// The positions after which entries are missing.
    public static func gaps(
        of tenant: ID<Tenant>, in snapshot: any Snapshot
    ) throws(StoreError) -> [Int64] {
        guard let ends = try snapshot.rows(endSQL, [.integer(tenant.rawValue)]).first else {
            return []
        }
        var last = try ends.integer(0)
        var gaps: [Int64] = []
        for row in try snapshot.rows(batchSQL, [.integer(tenant.rawValue)]) {
            if try row.integer(0) != last + 1 { gaps.append(last) }
            last = try row.integer(1)
        }
        if try ends.integer(1) != last { gaps.append(last) }
        return gaps
    }

    private static let endSQL = """
        SELECT dropped_position, position
          FROM tenant
         WHERE id = ?1
        """

    /// A batch without entries stands before the one that begins at the same position.
    private static let batchSQL = """
        SELECT first_position, last_position
          FROM event_batch
         WHERE tenant_id = ?1
         ORDER BY first_position, last_position
        """
}
