/// What a request says under the name of one header.
public enum HeaderValue: Equatable, Sendable {
    case none
    /// The bytes as they were sent.
    case one(ArraySlice<UInt8>)
    /// The header is there more than once.
    case several
}
