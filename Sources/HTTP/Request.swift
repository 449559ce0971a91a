/// A request that has come in full.
public struct Request: Sendable {
    public let head: RequestHead
    /// The body without its framing; empty where there is none.
    public let body: [UInt8]

    package init(head: RequestHead, body: [UInt8]) {
        self.head = head
        self.body = body
    }

    public var method: Method { head.method }
    public var methodBytes: ArraySlice<UInt8> { head.methodBytes }
    public var segments: [String] { head.segments }
    public var rawTarget: ArraySlice<UInt8> { head.rawTarget }
    public var peer: PeerAddress { head.peer }

    /// The query, decoded anew at each call: keep it.
    public var query: Query {
        get throws(Query.Malformed) { try head.query }
    }

    /// The first value of a header, named in lower case; nil where it is absent.
    public func header(_ name: StaticString) -> String? { head.header(name) }

    /// What a header, named in lower case, says where it may be there once at most.
    public func headerValue(_ name: StaticString) -> HeaderValue { head.headerValue(name) }
}
