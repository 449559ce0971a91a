import Store

/// Inserts rows, several by one statement where there are as many: to begin a statement costs more
/// than a row (measured: 37,600 instructions for a reservation and its movement one by one, 22,900
/// by eights).
struct BulkInsert {
    /// The statement for one row, and for `rowsAtOnce`.
    private let one: Statement
    private let many: Statement
    private let columns: Int32

    private static let rowsAtOnce = 8

    init(_ connection: Connection, _ sql: InsertSQL) throws(StoreError) {
        one = try connection.statement(sql.rows(1))
        many = try connection.statement(sql.rows(Self.rowsAtOnce))
        columns = Int32(sql.columns)
    }

    /// Inserts `count` rows. `bind` binds one of them: its columns are the ones after `base`.
    func run(
        _ count: Int, _ bind: (_ statement: Statement, _ base: Int32, _ row: Int) -> Void
    ) throws(StoreError) {
        var row = 0
        while row < count {
            let isMany = count - row >= Self.rowsAtOnce
            let statement = isMany ? many : one
            for offset in 0..<(isMany ? Self.rowsAtOnce : 1) {
                bind(statement, Int32(offset) * columns, row)
                row += 1
            }
            try statement.run()
        }
    }

    /// Both statements.
    static func statements(_ sql: InsertSQL) -> [String] { [sql.rows(1), sql.rows(rowsAtOnce)] }
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
