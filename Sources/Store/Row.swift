/// One row of a result, as values.
public struct Row: Columns, Equatable, Sendable {
    private let table: String
    private let values: [SQLValue]

    /// `table` names the place in a `StoreError.corrupt`.
    public init(table: String, values: [SQLValue]) {
        self.table = table
        self.values = values
    }

    public func integer(_ column: Int) throws(StoreError) -> Int64 {
        guard case .integer(let value) = values[column] else { throw corrupt(column) }
        return value
    }

    public func text(_ column: Int) throws(StoreError) -> String {
        guard case .text(let value) = values[column] else { throw corrupt(column) }
        return value
    }

    public func blob(_ column: Int) throws(StoreError) -> [UInt8] {
        guard case .blob(let value) = values[column] else { throw corrupt(column) }
        return value
    }

    public func utf8(_ column: Int) throws(StoreError) -> [UInt8] {
        Array(try text(column).utf8)
    }

    public func isNull(_ column: Int) -> Bool { values[column] == .null }

    private func corrupt(_ column: Int) -> StoreError {
        .corrupt(table: table, key: "column \(column)")
    }
}
