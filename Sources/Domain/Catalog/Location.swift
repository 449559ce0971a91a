/// A place with stock: warehouse, showroom, supplier.
public struct Location: Equatable, Sendable {
    public let id: ID<Location>
    /// Unique in its tenant.
    public var code: String
    public var name: String
    /// The lowest number serves first; ties go by age.
    public var priority: Int64
    /// Nil serves every channel.
    public var channels: [Channel]?
    public var address: String?
    public var isActive: Bool
    public var version: Int64

    public init(
        id: ID<Location>, code: String, name: String, priority: Int64 = 100,
        channels: [Channel]? = nil, address: String? = nil, isActive: Bool = true,
        version: Int64 = 1
    ) {
        self.id = id
        self.code = code
        self.name = name
        self.priority = priority
        self.channels = channels
        self.address = address
        self.isActive = isActive
        self.version = version
    }

    public func serves(_ channel: Channel) -> Bool {
        guard isActive else { return false }
        guard let channels else { return true }
        return channels.contains(channel)
    }
}
