/// One entry of the event log, before it has a position.
public enum Event: Sendable {
    /// `changed`: by how many units each item's lines grew or shrank.
    indirect case reservation(ReservationStep, Reservation, changed: [ItemChange])
    /// A stock level after all that one transaction did to it.
    case stockChanged(item: ID<Item>, location: ID<Location>, Quantities, available: Int64)
    /// Below its threshold, on the way down.
    case stockLow(item: ID<Item>, channel: Channel, available: Int64)
    case stockOut(item: ID<Item>, channel: Channel)

    public enum ReservationStep: String, CaseIterable, Sendable {
        case created, changed, committed, released, expired, preempted
    }

    public struct ItemChange: Equatable, Sendable {
        public let item: ID<Item>
        public let quantity: Int64

        public init(item: ID<Item>, quantity: Int64) {
            self.item = item
            self.quantity = quantity
        }
    }

    /// The type of the API: `reservation.created` say.
    public var type: String {
        switch self {
        case .reservation(let change, _, _): change.eventType
        case .stockChanged: "stock.changed"
        case .stockLow: "stock.low"
        case .stockOut: "stock.out"
        }
    }
}

extension Event.ReservationStep {
    var eventType: String {
        switch self {
        case .created: "reservation.created"
        case .changed: "reservation.changed"
        case .committed: "reservation.committed"
        case .released: "reservation.released"
        case .expired: "reservation.expired"
        case .preempted: "reservation.preempted"
        }
    }
}
