/// Reads one JSON document that was checked as a whole beforehand.
///
/// ```swift
/// var reader = try JSONReader(body)
/// try reader.object { reader, name in
///     switch name {
///     case "sku": sku = try reader.string()
///     case "quantity": quantity = try reader.integer()
///     default: return false
///     }
///     return true
/// }
/// ```
public struct JSONReader {
    /// Objects and arrays inside one another, the outermost counted.
    public static let depthMax = 32

    /// Members of one object.
    public static let membersMax = 1_000

    let bytes: [UInt8]

    /// Where the next value begins, or where the last one ended.
    var position = 0

    /// Checks the whole document, so that whoever decodes afterwards meets only errors of
    /// meaning.
    ///
    /// Refused are: text that is not UTF-8, a byte order mark, half a surrogate pair, a number
    /// beyond what a `Double` holds, and whatever RFC 8259 refuses.
    ///
    /// - Throws: `.invalidJSON`, `.tooDeep` beyond `depthMax`, `.duplicateField`, or
    ///   `.tooManyMembers` beyond `membersMax`.
    public init(_ bytes: [UInt8]) throws(JSONError) {
        var validator = Validator(bytes)
        try validator.validate()
        self.bytes = bytes
        skipWhitespace()
    }

    /// Reads an object. `member` is called for each member, in the order sent, and must read
    /// the value, or return false for a name that it does not know.
    ///
    /// - Throws: `.wrongType` if no object is next or `member` left its value unread,
    ///   `.unknownField`, and whatever `member` throws.
    public mutating func object(
        _ member: (inout JSONReader, FieldName) throws -> Bool
    ) throws {
        try members { reader, name in
            guard try member(&reader, name) else {
                throw reader.error(
                    .unknownField, "There is no such field as \(reader.path).")
            }
        }
    }

    /// Like `object`, but passes over the members that `member` does not know.
    public mutating func tolerantObject(
        _ member: (inout JSONReader, FieldName) throws -> Bool
    ) throws {
        try members { reader, name in
            let start = reader.position
            guard try !member(&reader, name) else { return }
            reader.position = start
            try reader.skip()
        }
    }

    /// Reads an array. `element` is called for each element and must read it.
    ///
    /// - Throws: `.wrongType` if no array is next or `element` left its value unread, and
    ///   whatever `element` throws.
    public mutating func array(_ element: (inout JSONReader) throws -> Void) throws {
        guard peek() == ASCII.openBracket else { throw wrongType("an array") }
        position &+= 1
        skipWhitespace()
        guard peek() != ASCII.closeBracket else {
            position &+= 1
            return
        }
        repeat {
            skipWhitespace()
            try element(&self)
        } while try passComma(or: ASCII.closeBracket)
    }

    @inline(__always)
    private mutating func members(
        _ member: (inout JSONReader, FieldName) throws -> Void
    ) throws {
        guard peek() == ASCII.openBrace else { throw wrongType("an object") }
        position &+= 1
        skipWhitespace()
        guard peek() != ASCII.closeBrace else {
            position &+= 1
            return
        }
        repeat {
            try member(&self, passName())
        } while try passComma(or: ASCII.closeBrace)
    }

    /// Passes a name, its colon, and the white space up to the value.
    private mutating func passName() -> FieldName {
        skipWhitespace()
        let start = position &+ 1
        let isEscaped = passString()
        let end = position &- 1
        skipWhitespace()
        position &+= 1
        skipWhitespace()
        guard isEscaped else { return FieldName(bytes: bytes, start: start, end: end) }
        let name = EscapedText.decode(bytes, from: start, to: end)
        return FieldName(bytes: name, start: 0, end: name.count)
    }

    /// True after a comma, false after `close`. Anything else means that a closure left its value
    /// unread, read more than that, or went on after an error; that must not get past here.
    private mutating func passComma(or close: UInt8) throws(JSONError) -> Bool {
        let end = position
        skipWhitespace()
        let byte = peek()
        guard byte == ASCII.comma || byte == close else {
            position = end
            throw unread()
        }
        position &+= 1
        return byte == ASCII.comma
    }

    /// The closure took the value for something that it is not.
    private func unread() -> JSONError {
        error(.wrongType, "\(place) is not of a kind that can stand here.")
    }
}
