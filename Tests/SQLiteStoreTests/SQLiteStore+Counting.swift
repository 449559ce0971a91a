import SQLiteStore
import Store

extension SQLiteStore {
    /// How many rows a table has, seen by a reader.
    func count(_ table: String) throws -> Int64 {
        try makeReader(connections: 1).read { snapshot in
            try snapshot.rows("SELECT COUNT(*) FROM \(table)", []).first?.integer(0) ?? 0
        }
    }
}
