/// A request that is refused before any route sees it. Its connection is closed after the answer.
public enum ProtocolError: Error, Hashable, Sendable {
    /// Not HTTP/1.1 as the standard has it, or open to more than one reading.
    case badRequest(BadRequest)
    /// The request did not come in time.
    case requestTimeout
    case contentTooLarge(limit: Int)
    case targetTooLong
    /// `Expect` asks for something other than `100-continue`.
    case expectationFailed
    case headersTooLarge
    /// A coding other than `chunked`.
    case transferCodingNotImplemented
    case methodNotImplemented
    case versionNotSupported
    /// More connections than the server takes.
    case tooManyConnections

    public var status: Int {
        switch self {
        case .badRequest: 400
        case .requestTimeout: 408
        case .contentTooLarge: 413
        case .targetTooLong: 414
        case .expectationFailed: 417
        case .headersTooLarge: 431
        case .transferCodingNotImplemented, .methodNotImplemented: 501
        case .tooManyConnections: 503
        case .versionNotSupported: 505
        }
    }

    /// The stable name of the error, for `code` and `type` of a problem.
    public var code: String {
        switch self {
        case .badRequest: "bad_request"
        case .requestTimeout: "request_timeout"
        case .contentTooLarge: "content_too_large"
        case .targetTooLong: "uri_too_long"
        case .expectationFailed: "expectation_failed"
        case .headersTooLarge: "headers_too_large"
        case .transferCodingNotImplemented: "transfer_coding_not_implemented"
        case .methodNotImplemented: "method_not_implemented"
        case .tooManyConnections: "overloaded"
        case .versionNotSupported: "http_version_not_supported"
        }
    }

    /// One sentence for people; it repeats nothing of the request.
    public var detail: String {
        switch self {
        case .badRequest(let reason): reason.detail
        case .requestTimeout: "The request did not come in time."
        case .contentTooLarge(let limit): "The body is larger than \(limit) bytes."
        case .targetTooLong: "The request line is too long."
        case .expectationFailed: "The only expectation that can be met is 100-continue."
        case .headersTooLarge: "The headers are too many or too large."
        case .transferCodingNotImplemented: "The only transfer coding is chunked."
        case .methodNotImplemented: "This method is not known here."
        case .tooManyConnections: "The server has as many connections as it takes."
        case .versionNotSupported: "The only versions are HTTP/1.1 and HTTP/1.0."
        }
    }
}
