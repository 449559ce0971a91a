import Store

/// Inserts rows by as few statements as it can: to begin one costs more than a row (measured:
/// 37,600 instructions for a reservation and its movement one by one, 22,900 by eights).
struct BulkInsert {
    /// One for each of `sizes`.
    private let statements: [Statement]
    private let columns: Int32

    /// Rows by one statement, so that few statements make up any number.
    private static let sizes = [32, 16, 8, 4, 2, 1]

    init(_ connection: Connection, _ sql: InsertSQL) throws(StoreError) {
        var statements: [Statement] = []
        for text in Self.statements(sql) { statements.append(try connection.statement(text)) }
        self.statements = statements
        columns = Int32(sql.columns)
    }

    /// Inserts `count` rows. `bind` binds one of them: its columns are the ones after `base`.
    func run(
        _ count: Int, _ bind: (_ statement: Statement, _ base: Int32, _ row: Int) -> Void
    ) throws(StoreError) {
        var row = 0
        for (size, statement) in zip(Self.sizes, statements) {
            while count - row >= size {
                for offset in 0..<size {
                    bind(statement, Int32(offset) * columns, row + offset)
                }
                try statement.run()
                row += size
            }
        }
    }

    /// All statements.
    static func statements(_ sql: InsertSQL) -> [String] { sizes.map { sql.rows($0) } }
}

/// An `INSERT` of any number of rows.
struct InsertSQL {
    /// The table and its columns.
    let into: String
    let columns: Int
    /// What follows the rows.
    var tail = ""

    /// `OR FAIL`: SQLite keeps no copies of pages to take back the rows before one that cannot be,
    /// because the whole transaction is rolled back then.
    func rows(_ count: Int) -> String {
        let rows = (0..<count).map { row in
            let parameters = (1...columns).map { "?\(row * columns + $0)" }
            return "(" + parameters.joined(separator: ", ") + ")"
        }
        return "INSERT OR FAIL INTO \(into) VALUES \(rows.joined(separator: ", ")) \(tail)"
    }
}
