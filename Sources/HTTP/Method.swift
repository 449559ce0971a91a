/// The methods that routes may use. Names are compared with their case: `get` is `other`.
public enum Method: Hashable, Sendable {
    case get, head, post, put, patch, delete, options
    /// Any other token; `RequestHead.methodName` has it.
    case other
}
