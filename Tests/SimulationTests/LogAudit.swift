import Domain
import SQLiteStore
import Store

/// Reads the stored log as a list does, and looks for holes.
struct LogAudit {
    let store: SQLiteStore

    /// No position is missing, and the log ends where its readers were told.
    func check(_ positions: [Int64: Int64]) throws {
        let reader = try store.makeReader(connections: 1)
        for (tenant, position) in positions {
            let gaps = try reader.read { try LogCheck.gaps(of: ID(rawValue: tenant), in: $0) }
            try agree("gaps", found: gaps, expected: [])
            let last = try reader.read { snapshot in
                try snapshot.rows(
                    "SELECT position FROM tenant WHERE id = ?1", [.integer(tenant)]
                ).first?.integer(0)
            }
            try agree("last position", found: last, expected: position)
        }
    }
}
