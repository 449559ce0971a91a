public import Domain
internal import Platform

/// The text of a key: shown once, and stored only as its SHA-256.
public struct KeyText: Sendable {
    public static let secretPrefix = "hf_sk_"
    public static let publishablePrefix = "hf_pk_"

    public let text: String

    /// Makes a key with 256 bits of chance.
    public init(kind: APIKey.Kind) {
        self.init(kind: kind, random: SystemRandom.bytes(32))
    }

    init(kind: APIKey.Kind, random: [UInt8]) {
        let prefix = kind == .publishable ? Self.publishablePrefix : Self.secretPrefix
        text = prefix + Self.base32(random)
    }

    /// The operator's own text.
    public init(_ text: String) { self.text = text }

    /// What a key is looked up by.
    public var digest: [UInt8] { Digest.sha256(text) }

    /// The first characters, for people to recognize it: too few to guess the rest from.
    public var shownPrefix: String { String(text.prefix(10)) }

    /// Crockford's base 32, the first digit first.
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    private static func base32(_ bytes: [UInt8]) -> String {
        String(decoding: digits(of: bytes).map(digit), as: UTF8.self)
    }

    /// The values of the digits, 0 to 31; the last is filled up with zero bits.
    static func digits(of bytes: [UInt8]) -> [UInt8] {
        var digits: [UInt8] = []
        var bits = 0
        var waiting: UInt32 = 0
        for byte in bytes {
            waiting = waiting << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                digits.append(UInt8(waiting >> UInt32(bits) & 31))
            }
        }
        if bits > 0 { digits.append(UInt8(waiting << UInt32(5 - bits) & 31)) }
        return digits
    }

    static func digit(_ value: UInt8) -> UInt8 { alphabet[Int(value & 31)] }

    static func value(of digit: UInt8) -> UInt8? {
        alphabet.firstIndex(of: digit).map { UInt8($0) }
    }
}
