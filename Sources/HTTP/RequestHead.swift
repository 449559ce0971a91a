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
        guard let index = index(of: name, from: 0) else { return nil }
        return String(decoding: value(at: index), as: UTF8.self)
    }

    /// What a header, named in lower case, says where it may be there once at most.
    public func headerValue(_ name: StaticString) -> HeaderValue {
        guard let index = index(of: name, from: 0) else { return .none }
        guard self.index(of: name, from: index + 1) == nil else { return .several }
        return .one(value(at: index))
    }

    /// Whether a header is there just once and says this; both are named in lower case, and the
    /// case of the value's letters does not matter.
    public func header(_ name: StaticString, is text: StaticString) -> Bool {
        guard let index = index(of: name, from: 0) else { return false }
        guard self.index(of: name, from: index + 1) == nil else { return false }
        let value = value(at: index)
        return StaticText.matches(value.span, from: 0, to: value.count, lowerCase: text)
    }

    private func index(of name: StaticString, from start: Int) -> Int? {
        let bytes = bytes
        var index = start
        while index < fields.count {
            let field = fields[index]
            // Most names are told apart by their lengths.
            if Int(field.nameEnd) - Int(field.nameStart) == name.utf8CodeUnitCount,
                StaticText.matches(
                    bytes.span, from: Int(field.nameStart), to: Int(field.nameEnd), lowerCase: name)
            {
                return index
            }
            index &+= 1
        }
        return nil
    }

    private func value(at index: Int) -> ArraySlice<UInt8> {
        bytes[Int(fields[index].valueStart)..<Int(fields[index].valueEnd)]
    }
}
