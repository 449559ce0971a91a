public import Domain

/// One entry of the event log with its place in it.
public struct PlacedEntry: Equatable, Sendable {
    public let position: Int64
    public let entry: LogEntry

    public init(position: Int64, entry: LogEntry) {
        self.position = position
        self.entry = entry
    }
}

/// The event log as far as it is kept.
public enum EventQueries {
    /// The first entries after `position`, in order.
    ///
    /// At most `limit` of them, and the last position that was looked at: entries of another type
    /// are passed over, but cost time too, so that a page ends after `examinedMaximum` of them.
    public static func page(
        after position: Int64, type: String? = nil, limit: Int, of tenant: ID<Tenant>,
        in snapshot: any Snapshot
    ) throws(StoreError) -> (entries: [PlacedEntry], examined: Int64) {
        var found: [PlacedEntry] = []
        var last = position
        let end = position + examinedMaximum
        while found.count < limit, last < end {
            let batches = try batches(after: last, of: tenant, in: snapshot)
            guard !batches.isEmpty else { break }
            for batch in batches {
                for entry in batch.entries where entry.position > last {
                    guard found.count < limit else { return (found, last) }
                    last = entry.position
                    if type == nil || entry.entry.type == type { found.append(entry) }
                }
            }
        }
        return (found, last)
    }

    /// The position of the oldest entry that is kept; nil where none is.
    public static func oldest(
        of tenant: ID<Tenant>, in snapshot: any Snapshot
    ) throws(StoreError) -> Int64? {
        let rows = try snapshot.rows(
            """
            SELECT first_position
              FROM event_batch
             WHERE tenant_id = ?1
             ORDER BY first_position
             LIMIT 1
            """,
            [.integer(tenant.rawValue)])
        return try rows.first?.integer(0)
    }

    /// Entries that one page looks at.
    static let examinedMaximum: Int64 = 20_000
    /// Rows read at once: a batch has up to a few thousand entries.
    private static let batchesAtOnce: Int64 = 16

    private struct Batch {
        let entries: [PlacedEntry]
    }

    /// The batches that have entries after `position`. The one that `position` lies within is
    /// found by its first position, the greatest that is not beyond.
    private static func batches(
        after position: Int64, of tenant: ID<Tenant>, in snapshot: any Snapshot
    ) throws(StoreError) -> [Batch] {
        let rows = try snapshot.rows(
            """
            SELECT first_position, entries
              FROM event_batch
             WHERE tenant_id = ?1
               AND last_position > ?2
               AND first_position >=
                   (SELECT COALESCE(MAX(first_position), 0)
                      FROM event_batch
                     WHERE tenant_id = ?1
                       AND first_position <= ?2)
             ORDER BY first_position
             LIMIT ?3
            """,
            [.integer(tenant.rawValue), .integer(position), .integer(batchesAtOnce)])
        var batches: [Batch] = []
        for row in rows {
            let first = try row.integer(0)
            let entries = try EventEntries.entries(try row.blob(1)).enumerated().map {
                PlacedEntry(position: first + Int64($0.offset), entry: $0.element)
            }
            batches.append(Batch(entries: entries))
        }
        return batches
    }
}
