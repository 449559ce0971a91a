/// What one client may ask of the server. Times are in seconds.
public struct Limits: Sendable {
    public var requestLineBytes = 8 << 10
    public var headerLineBytes = 8 << 10
    public var headerBytes = 32 << 10
    public var headerCount = 100
    /// The default of `Admission`; a route may have its own.
    public var bodyBytes = 1 << 20
    public var connections = 12_000
    /// From a request's first byte to the end of its headers.
    public var headerSeconds = 10
    /// After these, a body must have come, and an answer gone, at `paceBytesPerSecond`.
    public var bodySeconds = 5
    public var writeSeconds = 20
    public var paceBytesPerSecond = 1 << 10
    /// However fast it was before: the longest silence in a body or an answer.
    public var stallSeconds = 20
    public var idleSeconds = 60
    /// How long a refused client may go on sending before the connection is cut.
    public var lingerSeconds = 2
    public var heartbeatSeconds = 15
    public var drainSeconds = 9
    /// What a stream's reader may be behind.
    public var streamBufferBytes = 256 << 10
    /// Pipelined requests wait while this much of earlier answers has not been taken.
    public var outputBytes = 256 << 10

    public init() {}
}
