/// Everything of one tenant that decisions need: the working set.
///
/// A value: whoever copies it holds a snapshot. It changes in two ways only: by `apply`, with
/// changes that were decided before and are committed, and by `advance`, as time passes.
///
/// Items and reservations lie at numbered places, found by hashes of their ids and names, so that
/// a million of each take some 300 MB and no change takes longer because there are many.
public struct Shop: Sendable {
    public var tenant: TenantRecord
    public private(set) var settings: Settings
    /// First served first: by priority, then by age.
    public private(set) var locations: [Location]
    /// The most specific first.
    public private(set) var policies: [AllocationPolicy]
    /// Channels whose availability is watched for alerts.
    public private(set) var channels: [Channel]
    /// The locations that serve each of `channels`, the first first.
    private var serving: [[ID<Location>]] = []
    private var items: ItemBook
    private var reservations: ReservationBook

    /// A new shop, or one as it was read at a rebuild. The books are taken over, not copied.
    public init(
        tenant: TenantRecord, settings: Settings = Settings(), locations: [Location] = [],
        policies: [AllocationPolicy] = [], items: consuming ItemBook = ItemBook(),
        reservations: consuming ReservationBook = ReservationBook()
    ) {
        self.tenant = tenant
        self.settings = settings
        self.locations = []
        self.policies = policies
        channels = [.online]
        // Moved: of a book that others refer to, each page that changes would be copied.
        self.items = consume items
        self.reservations = consume reservations
        for location in locations { put(location) }
        collectChannels()
        self.items.index()
        linkReservations()
    }

    // MARK: Looking things up

    public func item(_ sku: String) -> ID<Item>? {
        items.place(of: sku).map { items.kept[$0].id }
    }

    /// An item without its stock.
    func item(_ id: ID<Item>) -> Item? { items.place(of: id).map { items.kept[$0].item } }

    public func stock(_ item: ID<Item>) -> ItemStock? {
        items.place(of: item).map { items.kept[$0].stock }
    }

    /// The sku of an item; nil where there is no such item.
    func sku(ifKnown item: ID<Item>) -> String? {
        items.place(of: item).map { items.kept[$0].sku }
    }

    public var itemCount: Int { items.count }

    /// Distinct products; an item without one counts as one.
    public var productCount: Int { items.productCount }

    public var openReservationCount: Int { reservations.count }

    public func reservation(_ id: ID<Reservation>) -> Reservation? { reservations.reservation(id) }

    /// The open reservations of a holder, the oldest first.
    public func reservations(of holder: String) -> [ID<Reservation>] {
        reservations.reservations(of: Verbatim(holder))
    }

    /// The items of a product, its variants.
    public func items(ofProduct product: String) -> [ID<Item>] {
        items.items(ofProduct: product)
    }

    public func kits(with component: ID<Item>) -> [ID<Item>] { items.kits(with: component) }

    public var allStocks: some Sequence<ItemStock> { items.kept.elements.lazy.map(\.stock) }

    public var openReservations: some Sequence<Reservation> {
        reservations.kept.elements.lazy.map(\.reservation)
    }

    public func location(_ id: ID<Location>) -> Location? {
        locations.first { $0.id == id }
    }

    public func location(_ name: LocationName) -> Location? {
        switch name {
        case .code(let code): locations.first { $0.code == code }
        case .id(let id): location(id)
        }
    }

    /// The locations that serve a channel, the first first.
    func locations(serving channel: Channel) -> [ID<Location>] {
        guard let index = channels.firstIndex(of: channel) else {
            return locations.filter { $0.serves(channel) }.map(\.id)
        }
        return serving[index]
    }

    public func policy(for item: Item, on channel: Channel) -> AllocationPolicy? {
        policies.first { $0.applies(to: item, on: channel) }
    }

    /// The open reservations that hold units of an item, in no order.
    public func promises(of item: ID<Item>) -> [ID<Reservation>] {
        items.place(of: item).map { reservations.reservations(of: $0) } ?? []
    }

    // MARK: Expiries

    /// Whether a reservation of the tenant is past its expiry and not yet booked.
    public func hasUnbookedExpiries(at now: Timestamp) -> Bool { reservations.hasDue(at: now) }

    /// Whether `advance` has something to do.
    public func isBehind(_ now: Timestamp) -> Bool { reservations.isBehind(now) }

    /// The reservations past their expiry that no command has booked yet, the oldest expiry first.
    public func unbookedExpiries(at now: Timestamp, limit: Int) -> [ID<Reservation>] {
        reservations.due(at: now, limit: limit)
    }

    /// The same of one item.
    public func unbookedExpiries(
        of item: ID<Item>, at now: Timestamp, limit: Int = .max
    ) -> [ID<Reservation>] {
        items.place(of: item).map { reservations.due(of: $0, at: now, limit: limit) } ?? []
    }

    /// What they hold of it, which is free. Nil: nothing.
    func unbookedTally(of item: ID<Item>, at now: Timestamp) -> Tally? {
        items.place(of: item).flatMap { reservations.tally(of: item, at: $0, now) }
    }

    /// Counts expiries up to `now`, so that reading stays cheap: whoever reads as of later still
    /// sees all that has expired, at the cost of looking at what came since.
    public mutating func advance(to now: Timestamp) { reservations.advance(to: now) }

    // MARK: Changing

    /// Takes over what was decided and is committed.
    public mutating func apply(_ changes: Changes) {
        for stock in changes.stocks { items.count(stock) }
        // By span: a loop over the array would copy each.
        let changed = changes.reservations.span
        for index in changed.indices { put(changed[index].reservation) }
        // Last, so that an item that was touched and then deleted is gone.
        for change in changes.catalog { apply(change) }
    }

    /// Enters the reservations of a rebuild under their items, and counts what they promise.
    private mutating func linkReservations() {
        for place in reservations.kept.places {
            let reservation = reservations.kept[place].reservation
            reservation.forEachItem { item in
                guard let held = items.place(of: item) else { return }
                reservations.hold(item, at: held, by: place)
                items.countPromises(of: reservation, at: held)
            }
        }
    }

    private mutating func apply(_ change: CatalogChange) {
        switch change {
        case .item(let item, _, _): items.put(item)
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

    private mutating func remove(_ id: ID<Item>) {
        guard let place = items.place(of: id) else { return }
        reservations.forget(place)
        items.remove(place)
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
        serving = found.map { channel in
            locations.filter { $0.serves(channel) }.map(\.id)
        }
    }

    private mutating func put(_ reservation: Reservation) {
        guard let place = reservations.put(reservation) else { return }
        reservation.forEachItem { item in
            guard let held = items.place(of: item) else { return }
            reservations.hold(item, at: held, by: place)
        }
    }
}

extension Reservation {
    func holds(_ item: ID<Item>) -> Bool {
        lines.contains { $0.holds(item) }
    }

    /// Calls `body` with each item that it holds or waits for, once.
    func forEachItem(_ body: (ID<Item>) -> Void) {
        for (index, line) in lines.enumerated() {
            for (position, source) in line.sources.enumerated() {
                let isKnown =
                    line.sources[..<position].contains { $0.item == source.item }
                    || lines[..<index].contains { $0.holds(source.item) }
                if !isKnown { body(source.item) }
            }
            let isKnown =
                line.sources.contains { $0.item == line.item }
                || lines[..<index].contains { $0.holds(line.item) }
            if line.backordered > 0, !isKnown { body(line.item) }
        }
    }

    /// `units` where they stand in an abandoned cart, else 0.
    func abandoned(_ units: Int64) -> Int64 {
        state == .active && kind == .abandonedCart ? units : 0
    }
}

extension ReservationLine {
    /// Whether it holds units of an item, or has a place in the item's backorders.
    func holds(_ item: ID<Item>) -> Bool {
        sources.contains { $0.item == item } || (backordered > 0 && self.item == item)
    }
}
