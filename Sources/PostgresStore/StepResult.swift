package import Store

/// What one step of a pipeline answered.
package struct StepResult {
    private let reply: Reply

    init(_ reply: Reply) {
        self.reply = reply
    }

    /// Rows that were written or read.
    package var affected: Int { reply.affected }

    /// Rows that are answered.
    package var count: Int { reply.rowCount }

    /// `table` names the place in a `StoreError.corrupt`.
    package func rows(_ table: String) throws(StoreError) -> [Row] {
        var rows: [Row] = []
        rows.reserveCapacity(count)
        for row in 0..<count {
            rows.append(try Cursor(reply, row: row, of: table).copy())
        }
        return rows
    }

    /// The same, each row read in place.
    package func cursors(_ table: String) -> some Sequence<Cursor> {
        (0..<count).lazy.map { Cursor(reply, row: $0, of: table) }
    }
}
