/// So many units of one item within a reservation.
///
/// Once committed: `committed + short + backordered + shipped + cancelled = quantity`.
public struct ReservationLine: Equatable, Sendable {
    public let item: ID<Item>
    /// What it holds, or held when it was committed.
    public var quantity: Int64
    /// What was asked for last and accepted, in full or in part.
    public var requested: Int64
    public var committed: Int64 = 0
    public var shipped: Int64 = 0
    /// Paid for, and lost since.
    public var short: Int64 = 0
    public var backordered: Int64 = 0
    public var cancelled: Int64 = 0
    /// Where its units are.
    public var sources: [Source]
    /// What one unit of a kit is made of; empty for everything else.
    public let parts: [Item.Component]

    public init(
        item: ID<Item>, quantity: Int64, requested: Int64, backordered: Int64 = 0,
        sources: [Source], parts: [Item.Component] = []
    ) {
        self.item = item
        self.quantity = quantity
        self.requested = requested
        self.backordered = backordered
        self.sources = sources
        self.parts = parts
    }

    /// Units of one item (a kit's component, or the item itself) at one location.
    public struct Source: Equatable, Sendable {
        public let item: ID<Item>
        public let location: ID<Location>
        /// Reserved there, or once committed: committed there.
        public var units: Int64
        /// Left from there.
        public var shipped: Int64 = 0

        public init(item: ID<Item>, location: ID<Location>, units: Int64, shipped: Int64 = 0) {
            self.item = item
            self.location = location
            self.units = units
            self.shipped = shipped
        }
    }

    /// Units of `item` that go into one unit of this line; 0 when none do.
    func unitsPerLineUnit(of item: ID<Item>) -> Int64 {
        guard !parts.isEmpty else { return item == self.item ? 1 : 0 }
        for part in parts where part.item == item { return part.quantity }
        return 0
    }
}
