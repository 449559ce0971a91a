extension Shop {
    /// An item's stock as of `now`: what is past its expiry holds nothing, booked or not.
    public func stockAsOf(_ id: ID<Item>, _ now: Timestamp) -> ItemStock? {
        guard let stock = stock(id) else { return nil }
        return unbookedTally(of: id, at: now)?.givenBack(to: stock) ?? stock
    }

    /// What may still be promised of an item: on a channel its ATP, without one the available of
    /// all locations. A kit is worth its scarcest part.
    public func availability(
        of id: ID<Item>, on channel: Channel?, asOf now: Timestamp
    ) -> Int64 {
        guard let stock = stockAsOf(id, now) else { return 0 }
        return availability(of: stock, on: channel, asOf: now)
    }

    /// The same for an item's stock as of `now`.
    public func availability(
        of stock: ItemStock, on channel: Channel?, asOf now: Timestamp
    ) -> Int64 {
        guard stock.item.isKit else { return availability(of: stock, on: channel) }
        return stock.item.components.map { part in
            availability(of: part.item, on: channel, asOf: now) / part.quantity
        }.min() ?? 0
    }

    /// The same for stock that was read before; not for kits, which have none of their own.
    public func availability(of stock: ItemStock, on channel: Channel?) -> Int64 {
        guard let channel else {
            return stock.levels.reduce(0) { $0 + $1.quantities.available }
        }
        var free: Int64 = 0
        let serving = locations(serving: channel)
        for level in stock.levels where serving.contains(level.location) {
            free += level.quantities.available
        }
        guard let policy = policy(for: stock.item, on: channel) else { return free }
        let usage = stock.usage(of: channel)
        let allocation = Allocation(
            policy: policy, physical: physical(of: stock, on: channel),
            abandoned: usage.abandoned)
        return max(0, min(free, allocation.units - usage.promised))
    }

    /// How much of an item the channel may promise in all, and how much it has.
    public func allocation(
        of stock: ItemStock, on channel: Channel
    ) -> (allocation: Allocation, used: Int64) {
        let usage = stock.usage(of: channel)
        let allocation = Allocation(
            policy: policy(for: stock.item, on: channel),
            physical: physical(of: stock, on: channel), abandoned: usage.abandoned)
        return (allocation, usage.promised)
    }

    /// Units fit for sale at the locations that serve the channel.
    func physical(of stock: ItemStock, on channel: Channel) -> Int64 {
        var physical: Int64 = 0
        let serving = locations(serving: channel)
        for level in stock.levels where serving.contains(level.location) {
            physical += level.quantities.physical
        }
        return physical
    }

    public func serves(_ location: ID<Location>, _ channel: Channel) -> Bool {
        self.location(location)?.serves(channel) ?? false
    }

    /// Below it an item is low on stock.
    public func lowStockThreshold(of item: Item) -> Int64 {
        item.lowStockThreshold ?? settings.lowStockThreshold
    }
}
