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

    /// The same after the path of its kind: `/v1/reservations/res_01kb3v…`.
    func path(_ kind: String) -> String { Identifiers.text(Entity.idPrefix, rawValue, after: kind) }

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

    /// The text of an id, after `path`.
    static func text(_ prefix: String, _ number: Int64, after path: String = "") -> String {
        var bytes: [UInt8] = []
        bytes.append(addingCapacity: path.utf8.count + textLimit) { output in
            append(path, to: &output)
            append(prefix, number, to: &output)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the same text, for those who build bytes. `number` is not negative.
    static func append(
        _ prefix: String, _ number: Int64, to output: inout OutputSpan<UInt8>
    ) {
        append(prefix, to: &output)
        let digits = digits.span
        let value = UInt64(bitPattern: number)
        var shift: UInt64 = 60
        while true {
            output.append(digits[Int(truncatingIfNeeded: value >> shift & 31)])
            guard shift > 0 else { return }
            shift -= 5
        }
    }

    private static func append(_ text: String, to output: inout OutputSpan<UInt8>) {
        let text = text.utf8.span
        for index in text.indices { output.append(text[index]) }
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
