internal import Domain
internal import Platform

/// Where a list goes on: the key of the last row that was shown, sealed.
///
/// The seal covers tenant, route, filters and order too, so that a cursor opens the list that it
/// was made for and no other.
enum Cursor {
    /// What a list is sorted by.
    enum Key: Equatable, Sendable {
        case number(Int64)
        case text(String)

        var number: Int64? {
            guard case .number(let number) = self else { return nil }
            return number
        }

        var text: String? {
            guard case .text(let text) = self else { return nil }
            return text
        }
    }

    /// The list that a cursor belongs to.
    struct Scope: Equatable, Sendable {
        let tenant: ID<Tenant>
        /// The route's path.
        let route: String
        /// Names and values of the query in one order, without the place in the list.
        let filters: [String]
        let sort: String
    }

    private static let sealBytes = 16
    /// A sku has at most 400 bytes.
    private static let textMaximum = 600

    static func seal(_ key: Key, for scope: Scope, secret: [UInt8]) -> String {
        let payload = bytes(of: key)
        return Base64URL.encode(seal(of: payload, scope, secret) + payload)
    }

    /// Nil where the cursor is not one that `seal` made for this list.
    static func open(_ text: String, for scope: Scope, secret: [UInt8]) -> Key? {
        guard text.utf8.count <= textMaximum * 2, let bytes = Base64URL.decode(text),
            bytes.count > sealBytes
        else { return nil }
        let payload = Array(bytes[sealBytes...])
        let isGenuine = Digest.equal(
            constantTime: bytes[..<sealBytes], seal(of: payload, scope, secret)[...])
        return isGenuine ? key(of: payload) : nil
    }

    private static func seal(
        of payload: [UInt8], _ scope: Scope, _ secret: [UInt8]
    ) -> [UInt8] {
        let words = ["cursor", String(scope.tenant.rawValue), scope.route, scope.sort]
        var parts = HashedParts()
        for word in words + scope.filters { parts.append(Array(word.utf8)) }
        parts.append(payload)
        let hash = Digest.keyedHash128(secret, parts)
        return (0..<sealBytes).map { UInt8(truncatingIfNeeded: hash >> UInt128($0 * 8)) }
    }

    private static func bytes(of key: Key) -> [UInt8] {
        switch key {
        case .number(let number): [UInt8(ascii: "n")] + String(number).utf8
        case .text(let text): [UInt8(ascii: "t")] + text.utf8
        }
    }

    private static func key(of payload: [UInt8]) -> Key? {
        let text = String(decoding: payload.dropFirst(), as: UTF8.self)
        switch payload.first {
        case UInt8(ascii: "n"): return Int64(text).map { .number($0) }
        case UInt8(ascii: "t"): return .text(text)
        case _: return nil
        }
    }
}
