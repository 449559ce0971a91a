/// A request without its body. It is handed on and kept much, and never changes: hence a class.
public final class RequestHead: Sendable {
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

    init(
        method: Method, segments: [String], peer: PeerAddress, bytes: [UInt8], fields: [Field],
        methodRange: Range<Int>, targetRange: Range<Int>, queryRange: Range<Int>
    ) {
        self.method = method
        self.segments = segments
        self.peer = peer
        self.bytes = bytes
        self.fields = fields
        self.methodRange = methodRange
        self.targetRange = targetRange
        self.queryRange = queryRange
    }

    public var methodName: String { String(decoding: bytes[methodRange], as: UTF8.self) }

    /// The method as it was sent.
    public var methodBytes: ArraySlice<UInt8> { bytes[methodRange] }

    /// The target as it was sent.
    public var rawTarget: ArraySlice<UInt8> { bytes[targetRange] }

    /// The query, decoded anew at each call: keep it.
    public var query: Query {
        get throws(Query.Malformed) { try Query(bytes[queryRange]) }
    }

    /// The first value of a header, named in lower case; nil where it is absent. Bytes that are
    /// not UTF-8 become U+FFFD.
    public func header(_ name: StaticString) -> String? {
        headerBytes(name).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The bytes of the same value as they were sent.
    public func headerBytes(_ name: StaticString) -> ArraySlice<UInt8>? {
        let bytes = bytes
        for field in fields where Self.matches(bytes, field, name) {
            return bytes[Int(field.valueStart)..<Int(field.valueEnd)]
        }
        return nil
    }

    /// How often a header, named in lower case, is there.
    public func headerCount(_ name: StaticString) -> Int {
        let bytes = bytes
        return fields.count { Self.matches(bytes, $0, name) }
    }

    @inline(__always)
    private static func matches(_ bytes: [UInt8], _ field: Field, _ name: StaticString) -> Bool {
        StaticText.matches(
            bytes.span, from: Int(field.nameStart), to: Int(field.nameEnd), lowerCase: name)
    }
}
