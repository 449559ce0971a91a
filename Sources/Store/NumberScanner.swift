import Domain

/// Reads whole numbers and single separators from a column of text.
struct NumberScanner {
    private let bytes: [UInt8]
    private let table: String
    private var index = 0

    /// `table` names the place in errors.
    init(_ text: [UInt8], table: String) {
        bytes = text
        self.table = table
    }

    init(_ text: String, table: String) {
        self.init(Array(text.utf8), table: table)
    }

    var isAtEnd: Bool { index == bytes.count }

    /// Skips one character where it stands next.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    mutating func number(after character: Unicode.Scalar) throws(StoreError) -> Int64 {
        guard skip(character) else { throw corrupt }
        return try number()
    }

    /// A count of units, which is never negative and never so large that a sum overflows.
    mutating func units(after character: Unicode.Scalar) throws(StoreError) -> Int64 {
        let value = try number(after: character)
        guard (0...Quantities.maximum).contains(value) else { throw corrupt }
        return value
    }

    mutating func number() throws(StoreError) -> Int64 {
        let isNegative = skip("-")
        let start = index
        var value: Int64 = 0
        while index < bytes.count, case let digit = bytes[index] &- UInt8(ascii: "0"), digit < 10 {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int64(digit))
            guard !overflow, !carry else { throw corrupt }
            value = sum
            index += 1
        }
        guard index > start else { throw corrupt }
        return isNegative ? -value : value
    }

    func finish() throws(StoreError) {
        guard isAtEnd else { throw corrupt }
    }

    private var corrupt: StoreError { .corrupt(table: table, key: "text at \(index)") }
}
