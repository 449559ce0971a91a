/// A request without its body.
public struct RequestHead: Sendable {
    /// Positions in `bytes`. Heads are far below 64 KiB.
    struct Field: Sendable {
        var nameStart: UInt16
        var nameEnd: UInt16
        var valueStart: UInt16
        var valueEnd: UInt16
    }

    public let method: Method
    /// The path, cut at every `/` and decoded once: `/v1/stock` is `["v1", "stock"]`, `/` is `[]`.
    /// `//` and a `/` at the end give empty segments; `.` and `..` never get here.
    public let segments: [String]
    public let peer: PeerAddress
    let bytes: [UInt8]
    let fields: [Field]
    let methodRange: Range<Int>
    let targetRange: Range<Int>
    let queryRange: Range<Int>

    public var methodName: String { String(decoding: bytes[methodRange], as: UTF8.self) }

    /// The target as it was sent.
    public var rawTarget: ArraySlice<UInt8> { bytes[targetRange] }

    /// The query, decoded anew at each call: keep it.
    public var query: Query {
        get throws(Query.Malformed) { try Query(bytes[queryRange]) }
    }

    /// The first value of a header, named in lower case; nil where it is absent. Bytes that are
    /// not UTF-8 become U+FFFD.
    public func header(_ name: StaticString) -> String? {
        for field in fields where matches(field, name) {
            return String(
                decoding: bytes[Int(field.valueStart)..<Int(field.valueEnd)], as: UTF8.self)
        }
        return nil
    }

    /// How often a header, named in lower case, is there.
    public func headerCount(_ name: StaticString) -> Int {
        fields.count { matches($0, name) }
    }

    private func matches(_ field: Field, _ name: StaticString) -> Bool {
        StaticText.matches(
            bytes.span, from: Int(field.nameStart), to: Int(field.nameEnd), lowerCase: name)
    }
}
