/// Everything of one tenant that decisions need: the working set.
///
/// A value: whoever copies it holds a snapshot. It changes in one way only, by `apply`, with
/// changes that were decided before and are committed.
public struct Shop: Sendable {
    public var tenant: TenantRecord
    public private(set) var settings: Settings
    /// First served first: by priority, then by age.
    public private(set) var locations: [Location]
    /// The most specific first.
    public private(set) var policies: [AllocationPolicy]
    /// Channels whose availability is watched for alerts.
    public private(set) var channels: [Channel]
    private var itemIDs: [Verbatim: ID<Item>]
    private var stocks: [ID<Item>: ItemStock]
    /// Items by product.
    private var products: [Verbatim: [ID<Item>]]
    /// Kits by component.
    private var kits: [ID<Item>: [ID<Item>]]
    /// Open reservations: active, or committed with units not yet shipped.
    private var reservations: [ID<Reservation>: Reservation]
    private var holders: [Verbatim: [ID<Reservation>]]
    /// Per item, its open reservations by expiry.
    private var promises: [ID<Item>: ExpiryHeap]
    /// All active reservations that expire, by expiry.
    private var deadlines: ExpiryHeap

    public init(
        tenant: TenantRecord, settings: Settings = Settings(), locations: [Location] = [],
        policies: [AllocationPolicy] = []
    ) {
        self.tenant = tenant
        self.settings = settings
        self.locations = []
        self.policies = policies
        channels = [.online]
        itemIDs = [:]
        stocks = [:]
        products = [:]
        kits = [:]
        reservations = [:]
        holders = [:]
        promises = [:]
        deadlines = ExpiryHeap()
        for location in locations { put(location) }
        collectChannels()
    }

    /// Makes room before a rebuild.
    public mutating func reserveCapacity(items: Int, reservations count: Int) {
        itemIDs.reserveCapacity(items)
        stocks.reserveCapacity(items)
        reservations.reserveCapacity(count)
    }

    // MARK: Looking things up

    public func item(_ sku: String) -> ID<Item>? { itemIDs[Verbatim(sku)] }

    public func stock(_ item: ID<Item>) -> ItemStock? { stocks[item] }

    public var itemCount: Int { stocks.count }

    /// Distinct products; an item without one counts as one.
    public var productCount: Int {
        stocks.count - products.values.reduce(0) { $0 + $1.count } + products.count
    }

    public var openReservationCount: Int { reservations.count }

    public func reservation(_ id: ID<Reservation>) -> Reservation? { reservations[id] }

    public func reservations(of holder: String) -> [ID<Reservation>] {
        holders[Verbatim(holder)] ?? []
    }

    /// The items of a product, its variants.
    public func items(ofProduct product: String) -> [ID<Item>] {
        products[Verbatim(product)] ?? []
    }

    public func kits(with component: ID<Item>) -> [ID<Item>] { kits[component] ?? [] }

    public var allStocks: some Sequence<ItemStock> { stocks.values }

    public var openReservations: some Sequence<Reservation> { reservations.values }

    public func location(_ id: ID<Location>) -> Location? {
        locations.first { $0.id == id }
    }

    public func location(_ name: LocationName) -> Location? {
        switch name {
        case .code(let code): locations.first { $0.code == code }
        case .id(let id): location(id)
        }
    }

    public func policy(for item: Item, on channel: Channel) -> AllocationPolicy? {
        policies.first { $0.applies(to: item, on: channel) }
    }

    /// Whether a reservation of the tenant is past its expiry and not yet booked.
    public func hasUnbookedExpiries(at now: Timestamp) -> Bool {
        guard let first = deadlines.first else { return false }
        return first.deadline <= now
    }

    /// The reservations past their expiry that no command has booked yet, the oldest expiry first.
    public func unbookedExpiries(at now: Timestamp, limit: Int) -> [ID<Reservation>] {
        deadlines.due(at: now, limit: limit) { isCurrent($0) }.map(\.reservation)
    }

    /// The same of one item.
    public func unbookedExpiries(
        of item: ID<Item>, at now: Timestamp, limit: Int = .max
    ) -> [ID<Reservation>] {
        guard let heap = promises[item], let first = heap.first, first.deadline <= now else {
            return []
        }
        return heap.due(at: now, limit: limit) { isCurrent($0) }.map(\.reservation)
    }

    /// The open reservations that hold units of an item, in no order.
    public func promises(of item: ID<Item>) -> [ID<Reservation>] {
        guard let heap = promises[item] else { return [] }
        var seen: Set<ID<Reservation>> = []
        return heap.entries.compactMap { entry in
            isCurrent(entry) && seen.insert(entry.reservation).inserted ? entry.reservation : nil
        }
    }

    private func isCurrent(_ entry: ExpiryHeap.Entry) -> Bool {
        reservations[entry.reservation]?.deadline == entry.deadline
    }

    // MARK: Changing

    /// Takes over what was decided and is committed.
    public mutating func apply(_ changes: Changes) {
        for stock in changes.stocks { stocks[stock.item.id] = stock }
        for changed in changes.reservations { put(changed.reservation) }
        // Last, so that an item that was touched and then deleted is gone.
        for change in changes.catalog { apply(change) }
    }

    /// Adds an open reservation at a rebuild, its channel's usage included.
    public mutating func restore(_ reservation: Reservation) {
        put(reservation)
        for line in reservation.lines {
            stocks[line.item]?.backordered += line.backordered
            for source in line.sources where source.units > 0 {
                stocks[source.item]?.addUsage(
                    source.units, abandoned: reservation.abandoned(source.units),
                    of: reservation.channel)
            }
        }
    }

    /// Adds an item at a rebuild, with its levels.
    public mutating func restore(_ stock: ItemStock) {
        put(stock.item, levels: stock.levels)
    }

    private mutating func apply(_ change: CatalogChange) {
        switch change {
        case .item(let item, _, _): put(item, levels: nil)
        case .itemDeleted(let id): remove(id)
        case .location(let location, _):
            put(location)
            collectChannels()
        case .settings(let settings): self.settings = settings
        case .policies(let policies):
            self.policies = policies
            collectChannels()
        case .tenant, .key, .keyDeleted, .transfer: break
        }
    }

    private mutating func put(_ item: Item, levels: [StockLevel]?) {
        if let before = stocks[item.id] {
            forget(before.item)
            stocks[item.id]?.item = item
        } else {
            stocks[item.id] = ItemStock(item: item, levels: levels ?? [])
        }
        itemIDs[Verbatim(item.sku)] = item.id
        if let product = item.productID {
            products[Verbatim(product), default: []].append(item.id)
        }
        for part in item.components { kits[part.item, default: []].append(item.id) }
    }

    /// Drops an item's names: its sku, its product, its parts.
    private mutating func forget(_ item: Item) {
        itemIDs[Verbatim(item.sku)] = nil
        if let product = item.productID.map({ Verbatim($0) }) {
            products[product]?.removeAll { $0 == item.id }
            if products[product]?.isEmpty == true { products[product] = nil }
        }
        for part in item.components { kits[part.item]?.removeAll { $0 == item.id } }
    }

    private mutating func remove(_ id: ID<Item>) {
        guard let stock = stocks.removeValue(forKey: id) else { return }
        forget(stock.item)
        promises[id] = nil
    }

    private mutating func put(_ location: Location) {
        locations.removeAll { $0.id == location.id }
        let place = locations.firstIndex {
            ($0.priority, $0.id) > (location.priority, location.id)
        }
        locations.insert(location, at: place ?? locations.endIndex)
    }

    private mutating func collectChannels() {
        var found: [Channel] = [.online]
        let named = locations.flatMap { $0.channels ?? [] } + policies.map(\.channel)
        for channel in named where !found.contains(channel) { found.append(channel) }
        channels = found
    }

    private mutating func put(_ reservation: Reservation) {
        let before = reservations[reservation.id]
        guard reservation.isOpen else {
            if let before { close(before) }
            return
        }
        reservations[reservation.id] = reservation
        if before == nil, let holder = reservation.holder.map({ Verbatim($0) }) {
            holders[holder, default: []].append(reservation.id)
        }
        index(reservation, before: before)
    }

    private mutating func close(_ reservation: Reservation) {
        reservations[reservation.id] = nil
        if let holder = reservation.holder.map({ Verbatim($0) }) {
            holders[holder]?.removeAll { $0 == reservation.id }
            if holders[holder]?.isEmpty == true { holders[holder] = nil }
        }
        forget(reservation)
    }

    /// Enters the reservation under each item that it holds, and by its expiry.
    private mutating func index(_ reservation: Reservation, before: Reservation?) {
        let isMoved = before.map { $0.deadline != reservation.deadline } ?? true
        if let before { isMoved ? forget(before) : forget(before, keeping: reservation) }
        let entry = ExpiryHeap.Entry(
            deadline: reservation.deadline, reservation: reservation.id)
        for line in reservation.lines {
            for source in line.sources where isMoved || before?.holds(source.item) == false {
                promises[source.item, default: ExpiryHeap()].insert(entry)
            }
            if line.waitsOnly, isMoved || before?.holds(line.item) == false {
                promises[line.item, default: ExpiryHeap()].insert(entry)
            }
        }
        if isMoved, entry.deadline != .never { deadlines.insert(entry) }
    }

    /// Lets the heaps drop entries of a reservation that has ended or moved.
    private mutating func forget(_ reservation: Reservation) {
        let held = reservations
        let isCurrent = { (entry: ExpiryHeap.Entry) in
            held[entry.reservation]?.deadline == entry.deadline
        }
        func drop(_ item: ID<Item>) {
            promises[item]?.noteStale(isCurrent)
            if promises[item]?.entries.isEmpty == true { promises[item] = nil }
        }
        for line in reservation.lines {
            for source in line.sources { drop(source.item) }
            if line.waitsOnly { drop(line.item) }
        }
        if reservation.deadline != .never { deadlines.noteStale(isCurrent) }
    }

    /// Lets the heaps of items that it holds no more drop their entries.
    private mutating func forget(_ before: Reservation, keeping now: Reservation) {
        let held = reservations
        for item in before.items where !now.holds(item) {
            promises[item]?.noteStale { entry in
                guard let reservation = held[entry.reservation] else { return false }
                return reservation.deadline == entry.deadline && reservation.holds(item)
            }
        }
    }
}

extension Reservation {
    func holds(_ item: ID<Item>) -> Bool {
        lines.contains { line in
            line.sources.contains { $0.item == item } || (line.waitsOnly && line.item == item)
        }
    }

    /// The items that it holds.
    fileprivate var items: Set<ID<Item>> {
        var items: Set<ID<Item>> = []
        for line in lines {
            items.formUnion(line.sources.map(\.item))
            if line.waitsOnly { items.insert(line.item) }
        }
        return items
    }

    /// `units` where they stand in an abandoned cart, else 0.
    func abandoned(_ units: Int64) -> Int64 {
        state == .active && kind == .abandonedCart ? units : 0
    }
}

extension ReservationLine {
    /// Whether all that it holds is a place in the item's backorders.
    var waitsOnly: Bool { backordered > 0 && sources.isEmpty }
}
