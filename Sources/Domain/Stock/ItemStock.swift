/// All that is known about the stock of one item: its levels and what channels have promised.
public struct ItemStock: Equatable, Sendable {
    public var item: Item
    /// By location id; a location without an entry has nothing.
    public var levels: [StockLevel]
    /// What each channel has promised of this item.
    public var usage: [ChannelUsage]
    /// Units promised beyond what is there, under the item's backorder policy.
    public var backordered: Int64

    public init(
        item: Item, levels: [StockLevel] = [], usage: [ChannelUsage] = [], backordered: Int64 = 0
    ) {
        self.item = item
        self.levels = levels
        self.usage = usage
        self.backordered = backordered
    }

    public func quantities(at location: ID<Location>) -> Quantities {
        for level in levels where level.location == location { return level.quantities }
        return .zero
    }

    public mutating func add(_ change: Delta, at location: ID<Location>) {
        for index in levels.indices where levels[index].location == location {
            levels[index].quantities.add(change)
            return
        }
        var quantities = Quantities.zero
        quantities.add(change)
        let level = StockLevel(location: location, quantities: quantities)
        let place = levels.firstIndex { location < $0.location } ?? levels.endIndex
        levels.insert(level, at: place)
    }

    public func usage(of channel: Channel) -> ChannelUsage {
        for entry in usage where entry.channel == channel { return entry }
        return ChannelUsage(channel: channel)
    }

    /// Counts `promised` more units (or fewer) as this channel's, `abandoned` of them in
    /// abandoned carts.
    public mutating func addUsage(_ promised: Int64, abandoned: Int64, of channel: Channel) {
        for index in usage.indices where usage[index].channel == channel {
            usage[index].promised += promised
            usage[index].abandoned += abandoned
            return
        }
        usage.append(ChannelUsage(channel: channel, promised: promised, abandoned: abandoned))
    }

    /// Whether any quantity of any level is above zero.
    public var hasStock: Bool {
        levels.contains { $0.quantities != .zero }
    }
}

/// An item's quantities at one location.
public struct StockLevel: Equatable, Sendable {
    public let location: ID<Location>
    public var quantities: Quantities

    public init(location: ID<Location>, quantities: Quantities) {
        self.location = location
        self.quantities = quantities
    }
}

/// What a channel has promised of one item: its active reservations and committed units.
public struct ChannelUsage: Equatable, Sendable {
    public let channel: Channel
    public var promised: Int64
    /// How many of `promised` stand in abandoned carts.
    public var abandoned: Int64

    public init(channel: Channel, promised: Int64 = 0, abandoned: Int64 = 0) {
        self.channel = channel
        self.promised = promised
        self.abandoned = abandoned
    }
}
