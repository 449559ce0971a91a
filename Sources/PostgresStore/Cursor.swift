package import Store

/// One row of a reply, read in place: for results of a million rows.
package struct Cursor: Columns {
    private let reply: Reply
    private let row: Int
    private let table: String

    /// `table` names the place in a `StoreError.corrupt`.
    init(_ reply: Reply, row: Int, of table: String) {
        self.reply = reply
        self.row = row
        self.table = table
    }

    package func integer(_ column: Int) throws(StoreError) -> Int64 {
        guard let value = reply.integer(row, column) else { throw corrupt(column) }
        return value
    }

    package func text(_ column: Int) throws(StoreError) -> String {
        guard let value = reply.text(row, column) else { throw corrupt(column) }
        return value
    }

    package func blob(_ column: Int) throws(StoreError) -> [UInt8] {
        guard let value = reply.bytes(row, column) else { throw corrupt(column) }
        return value
    }

    package func utf8(_ column: Int) throws(StoreError) -> [UInt8] { try blob(column) }

    package func isNull(_ column: Int) -> Bool { reply.isNull(row, column) }

    /// The row by itself, for whoever keeps it.
    func copy() throws(StoreError) -> Row {
        var values: [SQLValue] = []
        values.reserveCapacity(reply.types.count)
        for column in reply.types.indices {
            guard let value = reply.value(row, column) else { throw corrupt(column) }
            values.append(value)
        }
        return Row(table: table, values: values)
    }

    private func corrupt(_ column: Int) -> StoreError {
        .corrupt(table: table, key: "column \(column)")
    }
}
