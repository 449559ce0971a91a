internal import Domain
internal import HTTP

extension Precondition {
    /// Tags that `If-Match` may list.
    static let tagsMax = 20

    /// The request's `If-Match`.
    ///
    /// - Throws: `invalid_parameter` for what is not a list of entity tags.
    init(_ request: Request) throws(Problem) {
        let value = request.headerValue("if-match")
        guard value != .none else {
            self = .none
            return
        }
        guard case .one(let header) = value,
            let precondition = Precondition(header: String(decoding: header, as: UTF8.self))
        else {
            throw .parameter(
                "If-Match", "It must be * or a list of at most \(Self.tagsMax) entity tags.")
        }
        self = precondition
    }

    /// Weak tags and tags that are not ours are valid, and match nothing.
    init?(header: String) {
        if header == "*" {
            self = .exists
            return
        }
        var scanner = TagScanner(Array(header.utf8))
        guard let tags = scanner.tags(max: Self.tagsMax) else { return nil }
        self = .version(
            in: tags.compactMap { tag in
                Int64(tag).flatMap { String($0) == tag ? $0 : nil }
            })
    }
}

/// Reads a list of entity tags (RFC 9110, section 8.8.3).
private struct TagScanner {
    let bytes: [UInt8]
    var index = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The strong tags without their quotes, a weak one as an empty text; nil where the list
    /// cannot be read or is too long.
    mutating func tags(max maximum: Int) -> [String]? {
        var tags: [String] = []
        while true {
            skipSpace()
            guard tags.count < maximum, let tag = tag() else { return nil }
            tags.append(tag)
            skipSpace()
            guard index < bytes.count else { return tags }
            guard bytes[index] == UInt8(ascii: ",") else { return nil }
            index += 1
        }
    }

    private mutating func tag() -> String? {
        let isWeak = bytes[index...].starts(with: Array("W/".utf8))
        if isWeak { index += 2 }
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { return nil }
        let start = index + 1
        index = start
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            guard bytes[index] == 0x21 || bytes[index] > 0x22, bytes[index] != 0x7F else {
                return nil
            }
            index += 1
        }
        guard index < bytes.count else { return nil }
        index += 1
        return isWeak ? "" : String(decoding: bytes[start..<(index - 1)], as: UTF8.self)
    }

    private mutating func skipSpace() {
        while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
    }
}
