/// What made a request unreadable.
public enum BadRequest: Hashable, Sendable {
    case requestLine
    case method
    case target
    case version
    /// A bare CR or LF, or another control byte where none may stand.
    case controlByte
    case header
    case host
    case contentLength
    case transferEncoding
    /// Two headers that each say where the body ends.
    case ambiguousLength
    case chunk

    var detail: String {
        switch self {
        case .requestLine: "The request line cannot be read."
        case .method: "The method is not a token of at most 32 characters."
        case .target: "The target is not a path, or is not percent-encoded correctly."
        case .version: "The version is not written as HTTP/1.1."
        case .controlByte: "A line contains a control byte or does not end in CR LF."
        case .header: "A header line cannot be read."
        case .host: "There must be one Host header, and it must name a host."
        case .contentLength: "Content-Length must be there once, as a plain number."
        case .transferEncoding: "Transfer-Encoding cannot be read."
        case .ambiguousLength: "Content-Length and Transfer-Encoding exclude each other."
        case .chunk: "The chunked body cannot be read."
        }
    }
}
