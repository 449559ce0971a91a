/// Where goods are sold: `online`, `showroom`, a marketplace.
public struct Channel: Hashable, Sendable {
    public let name: String

    public init(_ name: String) {
        self.name = name
    }

    public static let online = Channel("online")
}
