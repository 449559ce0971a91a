internal import Domain
internal import JSON

/// Values within their bounds. What is outside is refused with its place.
extension JSONReader {
    /// A text of so many characters (Unicode scalars), without U+0000.
    mutating func text(_ length: ClosedRange<Int>) throws -> String {
        let text = try string()
        let isPlain = text.isPlain
        let count = isPlain ? text.utf8.count : text.unicodeScalars.count
        guard length.contains(count) else {
            throw error(
                .outOfRange,
                "\(path) must have \(length.lowerBound) to \(length.upperBound) characters.")
        }
        guard isPlain || !text.unicodeScalars.contains("\u{0}") else {
            throw error(.outOfRange, "\(path) must not contain the character U+0000.")
        }
        return text
    }

    /// A text that names something: no control characters, none that turn the direction of
    /// writing.
    mutating func name(_ length: ClosedRange<Int>) throws -> String {
        let text = try text(length)
        guard text.isPlain || text.unicodeScalars.allSatisfy({ !$0.isInvisible }) else {
            throw error(
                .outOfRange, "\(path) must not contain control or direction characters.")
        }
        return text
    }

    /// A whole number within `range`.
    mutating func integer(in range: ClosedRange<Int64>) throws -> Int64 {
        let value = try integer()
        guard range.contains(value) else {
            throw error(
                .outOfRange, "\(path) must be \(range.lowerBound) to \(range.upperBound).")
        }
        return value
    }

    /// A number of units, at least 1.
    mutating func quantity() throws -> Int64 { try integer(in: 1...Quantities.maximum) }

    mutating func sku() throws -> String { try name(1...100) }

    mutating func channel() throws -> Channel {
        let text = try name(1...50)
        guard text.utf8.allSatisfy(Self.isWordByte) else {
            throw error(
                .outOfRange, "\(path) must be made of letters, digits, '-', '_', '.' and ':'.")
        }
        return Channel(text)
    }

    /// A location's code or id.
    mutating func location() throws -> LocationName {
        let text = try name(1...100)
        return ID<Location>(text: text).map { .id($0) } ?? .code(text)
    }

    mutating func kind() throws -> Reservation.Kind { try word(Reservation.Kind.init(word:)) }

    /// One of the words that `parse` knows.
    mutating func word<Value>(_ parse: (String) -> Value?) throws -> Value {
        guard nextKind == .string else {
            throw Problem(.invalidField, field: path, "\(path) must be a string.")
        }
        guard let value = parse(try string()) else {
            throw Problem(.invalidField, field: path, "\(path) is none of the words known here.")
        }
        return value
    }

    mutating func time() throws -> Timestamp {
        guard let time = Timestamp(text: try string()) else {
            throw error(.wrongType, "\(path) must be a time like 2026-11-25T09:30:00.000Z.")
        }
        return time
    }

    /// A value that may be null, which is the same as absent.
    mutating func optional<Value>(
        _ read: (inout JSONReader) throws -> Value
    ) throws -> Value? {
        null() ? nil : try read(&self)
    }

    /// A value of an edit, where null means none.
    mutating func edit<Value>(
        _ read: (inout JSONReader) throws -> Value
    ) throws -> Edit<Value> {
        null() ? .unset : .set(try read(&self))
    }

    /// An array whose elements `read` reads.
    ///
    /// - Throws: `too_many_lines` beyond `maximum`, without reading on.
    mutating func lines<Value>(
        max maximum: Int, _ read: (inout JSONReader) throws -> Value
    ) throws -> [Value] {
        var values: [Value] = []
        let start = self
        try array { reader in
            guard values.count < maximum else {
                throw Problem(.tooManyLines, field: start.path, "At most \(maximum) are taken.")
            }
            values.append(try read(&reader))
        }
        return values
    }

    /// A field that must be there.
    func required<Value>(_ value: Value?, _ name: StaticString) throws -> Value {
        guard let value else { throw missingField(name) }
        return value
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "."), UInt8(ascii: ":"):
            true
        case _: false
        }
    }
}

extension String {
    /// Whether all of it is visible ASCII and spaces, which most names are: told faster than
    /// anything about characters.
    fileprivate var isPlain: Bool {
        let bytes = utf8.span
        for index in bytes.indices where bytes[index] < 0x20 || bytes[index] >= 0x7F {
            return false
        }
        return true
    }
}

extension Unicode.Scalar {
    /// Whether it is there to control something, such as the direction of writing.
    var isInvisible: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069,
            0xFEFF:
            true
        case _: false
        }
    }
}
