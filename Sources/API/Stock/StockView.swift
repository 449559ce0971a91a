internal import Domain

/// The stock of one item as of one moment, taken out of memory to be written down.
struct StockView: Equatable, Sendable {
    let sku: String
    let available: Int64
    let status: StockStatus
    /// Nil for a kit, which has no stock of its own.
    let own: Own?

    struct Own: Equatable, Sendable {
        let total: Quantities
        let backordered: Int64
        /// In the order in which locations serve.
        let levels: [Level]
    }

    struct Level: Equatable, Sendable {
        let location: String
        let quantities: Quantities
    }
}

/// What somebody who buys may know of an item.
struct PublicStock: Equatable, Sendable {
    let sku: String
    let available: Int64
    let status: StockStatus
}

extension Shop {
    /// All about an item: on a channel, what its locations have and what it may promise; without
    /// one, everything. Nil where there is no such item.
    func stockView(of sku: String, on channel: Channel?, at now: Timestamp) -> StockView? {
        guard let id = item(sku), let stock = stockAsOf(id, now) else { return nil }
        let available = availability(of: stock, on: channel, asOf: now)
        return StockView(
            sku: sku, available: available,
            status: StockStatus(
                available: available, threshold: lowStockThreshold(of: stock.item)),
            own: stock.item.isKit ? nil : own(stock, on: channel))
    }

    /// The same of several items, in their order.
    func stockViews(of skus: [String], on channel: Channel?, at now: Timestamp) -> [StockView?] {
        skus.map { stockView(of: $0, on: channel, at: now) }
    }

    /// What a channel may promise. Nil where there is no such item.
    func promise(of id: ID<Item>, on channel: Channel, at now: Timestamp) -> PublicStock? {
        guard let stock = stockAsOf(id, now) else { return nil }
        let available = availability(of: stock, on: channel, asOf: now)
        return PublicStock(
            sku: stock.item.sku, available: available,
            status: StockStatus(
                available: available, threshold: lowStockThreshold(of: stock.item)))
    }

    /// The same as a storefront may know it: capped where the tenant says so. The status is that
    /// of the number before the cap.
    func publicStock(
        of id: ID<Item>, on channel: Channel, at now: Timestamp
    ) -> PublicStock? {
        guard let cap = settings.displayCap,
            let promise = promise(of: id, on: channel, at: now)
        else { return promise(of: id, on: channel, at: now) }
        return PublicStock(
            sku: promise.sku, available: min(promise.available, cap), status: promise.status)
    }

    /// The same of several items, in their order; nil where there is no such item.
    func publicStocks(
        of skus: [String], on channel: Channel, at now: Timestamp
    ) -> [PublicStock?] {
        skus.map { sku in item(sku).flatMap { publicStock(of: $0, on: channel, at: now) } }
    }

    private func own(_ stock: ItemStock, on channel: Channel?) -> StockView.Own {
        var total = Quantities.zero
        var levels: [StockView.Level] = []
        for location in locations where channel.map(location.serves) ?? true {
            for level in stock.levels where level.location == location.id {
                total.add(level.quantities)
                levels.append(
                    StockView.Level(location: location.code, quantities: level.quantities))
            }
        }
        return StockView.Own(total: total, backordered: stock.backordered, levels: levels)
    }
}

extension Quantities {
    fileprivate mutating func add(_ other: Quantities) {
        onHand += other.onHand
        reserved += other.reserved
        soft += other.soft
        committed += other.committed
        unavailable += other.unavailable
        incoming += other.incoming
        safetyStock += other.safetyStock
    }
}
