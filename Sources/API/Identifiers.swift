internal import Domain

/// What can be named by an id in the API: a prefix that says what it is, then the number.
protocol Identified {
    static var idPrefix: String { get }
}

extension Reservation: Identified { static var idPrefix: String { "res_" } }
extension Location: Identified { static var idPrefix: String { "loc_" } }
extension Movement: Identified { static var idPrefix: String { "mov_" } }
extension Transfer: Identified { static var idPrefix: String { "trf_" } }
extension APIKey: Identified { static var idPrefix: String { "key_" } }
extension Tenant: Identified { static var idPrefix: String { "ten_" } }

extension ID where Entity: Identified {
    /// The prefix and 13 characters, which sort as the ids do: `res_01kb3v…`.
    var text: String { Identifiers.text(Entity.idPrefix, rawValue) }

    /// Reads what `text` wrote; nil for everything else, another kind of id included.
    init?(text: some StringProtocol) {
        guard let number = Identifiers.number(in: text, prefix: Entity.idPrefix) else {
            return nil
        }
        self.init(rawValue: number)
    }
}

/// Numbers in Crockford's base 32, lower case, the most significant digit first.
enum Identifiers {
    /// Digits of a 64-bit number.
    static let digitCount = 13

    /// Bytes of the longest text: no prefix has more than 11.
    static let textLimit = 24

    private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    static func text(_ prefix: String, _ number: Int64) -> String {
        let prefix = prefix.utf8.span
        var bytes = InlineArray<24, UInt8>(repeating: 0)
        for index in prefix.indices { bytes[index] = prefix[index] }
        for index in 0..<digitCount { bytes[prefix.count + index] = digit(index, of: number) }
        let text = bytes.span.extracting(first: prefix.count + digitCount)
        guard let text = try? UTF8Span(validating: text) else {
            preconditionFailure("the prefix of \(number) is not a text")
        }
        return String(copying: text)
    }

    /// Appends the same text, for those who build bytes. `number` is not negative.
    static func append(
        _ prefix: String, _ number: Int64, to output: inout OutputSpan<UInt8>
    ) {
        let prefix = prefix.utf8.span
        for index in prefix.indices { output.append(prefix[index]) }
        for index in 0..<digitCount { output.append(digit(index, of: number)) }
    }

    /// One of the number's digits; the first is the most significant one.
    private static func digit(_ index: Int, of number: Int64) -> UInt8 {
        let shift = UInt64(5 * (digitCount - 1 - index))
        return digits[Int(truncatingIfNeeded: UInt64(bitPattern: number) &>> shift & 31)]
    }

    static func number(in text: some StringProtocol, prefix: String) -> Int64? {
        guard text.hasPrefix(prefix), text.utf8.count == prefix.utf8.count + digitCount else {
            return nil
        }
        var value: UInt64 = 0
        for (index, byte) in text.utf8.dropFirst(prefix.utf8.count).enumerated() {
            guard let digit = digits.firstIndex(of: byte) else { return nil }
            // 13 digits hold 65 bits, and an id is not negative: the first digit is below 8.
            guard index > 0 || digit < 8 else { return nil }
            value = value << 5 | UInt64(digit)
        }
        return Int64(exactly: value)
    }
}
