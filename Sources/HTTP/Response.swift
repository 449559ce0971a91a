/// An answer. `Date`, `Content-Length` and `Connection` are the server's to write.
public struct Response: Sendable {
    public var status: Int
    public var headers: HeaderList
    public var contentType: StaticString?
    public var body: [UInt8]
    /// Whether the connection is closed after this answer.
    public var close: Bool

    public init(
        status: Int, headers: HeaderList = HeaderList(), contentType: StaticString? = nil,
        body: [UInt8] = [], close: Bool = false
    ) {
        self.status = status
        self.headers = headers
        self.contentType = contentType
        self.body = body
        self.close = close
    }
}
