public import Domain

/// An item whose books may not balance.
public struct Suspect: Equatable, Sendable {
    public let item: ID<Item>
    /// The open reservations that hold units of it.
    public let reservations: [ID<Reservation>]

    public init(item: ID<Item>, reservations: [ID<Reservation>]) {
        self.item = item
        self.reservations = reservations
    }
}
