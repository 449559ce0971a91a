import Store

/// The row that a statement stands on, read in place: for results of a million rows.
struct Cursor: Columns {
    private let statement: Statement
    private let table: String

    /// `table` names the place in a `StoreError.corrupt`.
    init(_ statement: Statement, of table: String) {
        self.statement = statement
        self.table = table
    }

    func integer(_ column: Int) throws(StoreError) -> Int64 {
        guard let value = statement.integer(at: Int32(column)) else { throw corrupt(column) }
        return value
    }

    func text(_ column: Int) throws(StoreError) -> String {
        guard let value = statement.text(at: Int32(column)) else { throw corrupt(column) }
        return value
    }

    func blob(_ column: Int) throws(StoreError) -> [UInt8] {
        guard let value = statement.bytes(at: Int32(column)) else { throw corrupt(column) }
        return value
    }

    func utf8(_ column: Int) throws(StoreError) -> [UInt8] { try blob(column) }

    func isNull(_ column: Int) -> Bool { statement.isNull(at: Int32(column)) }

    private func corrupt(_ column: Int) -> StoreError {
        .corrupt(table: table, key: "column \(column)")
    }
}
