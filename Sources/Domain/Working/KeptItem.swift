/// An item and its stock as a shop keeps them: what is usual inline, and nothing else in memory.
struct KeptItem: Sendable {
    let id: ID<Item>
    private(set) var sku: String
    private(set) var productID: String?
    private var version: Int64
    private var terms: Terms
    private var levels: Levels
    private var usage: Usage
    private var backordered: Int64

    /// How the item is sold.
    fileprivate enum Terms: Sendable {
        /// In no category, by the shop's threshold, no kit, not beyond what is there.
        case usual
        indirect case special(Special)
    }

    fileprivate struct Special: Sendable {
        let category: String?
        let lowStockThreshold: Int64?
        let backorder: BackorderPolicy
        let components: [Item.Component]
        let isActive: Bool
    }

    fileprivate enum Levels: Sendable {
        case none
        /// One level without the rarer quantities.
        case one(ID<Location>, onHand: Int64, reserved: Int64, committed: Int64)
        case many([StockLevel])
    }

    fileprivate enum Usage: Sendable {
        case none
        case one(ChannelUsage)
        case many([ChannelUsage])
    }

    init(_ stock: ItemStock) {
        id = stock.item.id
        sku = stock.item.sku
        productID = stock.item.productID
        version = stock.item.version
        terms = Terms(stock.item)
        levels = Levels(stock.levels)
        usage = Usage(stock.usage)
        backordered = stock.backordered
    }

    var item: Item {
        switch terms {
        case .usual: Item(id: id, sku: sku, productID: productID, version: version)
        case .special(let special):
            Item(
                id: id, sku: sku, productID: productID, category: special.category,
                lowStockThreshold: special.lowStockThreshold, backorder: special.backorder,
                components: special.components, isActive: special.isActive, version: version)
        }
    }

    var stock: ItemStock {
        ItemStock(item: item, levels: levels.all, usage: usage.all, backordered: backordered)
    }

    /// Takes over another item under the same id; its stock stays.
    mutating func become(_ item: Item) {
        sku = item.sku
        productID = item.productID
        version = item.version
        terms = Terms(item)
    }

    /// Takes over what was counted of it.
    mutating func count(_ stock: ItemStock) {
        levels = Levels(stock.levels)
        usage = Usage(stock.usage)
        backordered = stock.backordered
    }

    /// Counts what an open reservation promises of it, at a rebuild.
    mutating func countPromises(of reservation: Reservation) {
        for line in reservation.lines {
            if line.item == id { backordered += line.backordered }
            for source in line.sources where source.item == id && source.units > 0 {
                count(
                    source.units, abandoned: reservation.abandoned(source.units),
                    of: reservation.channel)
            }
        }
    }

    private mutating func count(_ units: Int64, abandoned: Int64, of channel: Channel) {
        guard case .one(var known) = usage, known.channel == channel else {
            var stock = ItemStock(item: item, usage: usage.all)
            stock.addUsage(units, abandoned: abandoned, of: channel)
            usage = Usage(stock.usage)
            return
        }
        known.promised += units
        known.abandoned += abandoned
        usage = .one(known)
    }
}

extension KeptItem.Terms {
    fileprivate init(_ item: Item) {
        let isUsual =
            item.category == nil && item.lowStockThreshold == nil && item.backorder == .deny
            && item.components.isEmpty && item.isActive
        self =
            isUsual
            ? .usual
            : .special(
                KeptItem.Special(
                    category: item.category, lowStockThreshold: item.lowStockThreshold,
                    backorder: item.backorder, components: item.components,
                    isActive: item.isActive))
    }
}

extension KeptItem.Levels {
    fileprivate init(_ levels: [StockLevel]) {
        guard let first = levels.first else {
            self = .none
            return
        }
        let counts = first.quantities
        let usual = Quantities(
            onHand: counts.onHand, reserved: counts.reserved, committed: counts.committed)
        guard levels.count == 1, counts == usual else {
            self = .many(levels)
            return
        }
        self = .one(
            first.location, onHand: counts.onHand, reserved: counts.reserved,
            committed: counts.committed)
    }

    fileprivate var all: [StockLevel] {
        switch self {
        case .none: []
        case .one(let location, let onHand, let reserved, let committed):
            [
                StockLevel(
                    location: location,
                    quantities: Quantities(
                        onHand: onHand, reserved: reserved, committed: committed))
            ]
        case .many(let levels): levels
        }
    }
}

extension KeptItem.Usage {
    fileprivate init(_ usage: [ChannelUsage]) {
        guard let first = usage.first else {
            self = .none
            return
        }
        self = usage.count == 1 ? .one(first) : .many(usage)
    }

    fileprivate var all: [ChannelUsage] {
        switch self {
        case .none: []
        case .one(let usage): [usage]
        case .many(let usage): usage
        }
    }
}
