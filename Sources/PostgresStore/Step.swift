package import Store

/// One statement of a pipeline. `?1` and so on stand for the parameters.
package struct Step: Sendable {
    package let sql: String
    package let parameters: [Parameter]

    package init(_ sql: String, _ parameters: [Parameter] = []) {
        self.sql = sql
        self.parameters = parameters
    }

    package init(_ sql: String, values: [SQLValue]) {
        self.init(sql, values.map { Parameter($0) })
    }

    /// Each statement sees what was committed before it, whatever the server's own choice is.
    package static let begin = Step("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")

    /// A transaction that sees one moment throughout, and writes nothing.
    package static let beginReading = Step("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    package static let commit = Step("COMMIT")

    package static let rollback = Step("ROLLBACK")

    /// The same statement with `$1`, as PostgreSQL spells it. SQLite numbers `$1` by its first
    /// appearance, so what both run is written with `?1`.
    static func numbered(_ sql: String) -> String {
        let bytes = Array(sql.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var quote: UInt8?
        var isComment = false
        for (index, byte) in bytes.enumerated() {
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            if isComment {
                isComment = byte != UInt8(ascii: "\n")
            } else if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                quote = byte
            } else if byte == UInt8(ascii: "-"), next == byte {
                isComment = true
            } else if byte == UInt8(ascii: "?"), (0x30...0x39).contains(next) {
                result.append(UInt8(ascii: "$"))
                continue
            }
            result.append(byte)
        }
        return String(decoding: result, as: UTF8.self)
    }
}
