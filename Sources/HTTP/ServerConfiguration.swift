/// Where to listen, and within which limits.
public struct ServerConfiguration: Sendable {
    /// An address of this machine, or a name for one.
    public var host: String
    /// 0 for any free port.
    public var port: UInt16
    public var limits: Limits

    public init(host: String = "127.0.0.1", port: UInt16 = 0, limits: Limits = Limits()) {
        self.host = host
        self.port = port
        self.limits = limits
    }
}
