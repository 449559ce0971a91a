/// A batch of commands of one tenant while it is decided: the working set as it was, and what
/// the batch has changed so far. Nothing of it is seen by others until it is committed.
///
/// Pure: the same shop, time and commands give the same changes.
public struct Draft: Sendable {
    let shop: Shop
    public let now: Timestamp
    /// Who causes the changes of the command that is being decided.
    var actor = Actor.engine
    private(set) var ids: IDSequence
    /// In the order in which they were touched, so that the same commands write the same.
    private var items = BatchTable<Item, Touched>()
    private var reservations = BatchTable<Reservation, Entry>()
    private var holders: [Verbatim: [ID<Reservation>]] = [:]
    private let loaded: [ID<Reservation>: Reservation]
    /// Of those, the sold ones of sessions.
    private var soldSessions: [Verbatim: [ID<Reservation>]] = [:]
    private let profiles: [ID<Item>: ItemProfile]
    private(set) var movements: [Movement] = []
    private(set) var events: [Event] = []
    private(set) var catalog: [CatalogChange] = []
    /// Places of items that the command being decided has touched, for alerts.
    private var unwatched: [Int] = []
    /// Plans one request after the other.
    var planner = Planner()

    /// `loaded` and `profiles` are rows that the commands name and that are not resident.
    public init(
        shop: Shop, now: Timestamp, ids: IDSequence, loaded: [Reservation] = [],
        profiles: [ID<Item>: ItemProfile] = [:]
    ) {
        self.shop = shop
        self.now = now
        self.ids = ids
        self.loaded = Dictionary(
            loaded.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
        self.profiles = profiles
        for reservation in loaded where reservation.isSession && reservation.state == .committed {
            guard let holder = reservation.holder.map({ Verbatim($0) }) else { continue }
            soldSessions[holder, default: []].append(reservation.id)
        }
    }

    private struct Entry: Sendable {
        var reservation: Reservation
        let isNew: Bool
    }

    // MARK: Looking things up

    func stock(_ id: ID<Item>) -> ItemStock? {
        guard let place = items.place(of: id) else { return shop.stock(id) }
        return items.values[place].stock
    }

    /// An item without its stock.
    func item(_ id: ID<Item>) -> Item? {
        guard let place = items.place(of: id) else { return shop.item(id) }
        return items.values[place].stock.item
    }

    /// An item's quantities at a location; nil where there is no such item.
    func quantities(of id: ID<Item>, at location: ID<Location>) -> Quantities? {
        guard let place = items.place(of: id) else {
            return shop.stock(id)?.quantities(at: location)
        }
        return items.values[place].stock.quantities(at: location)
    }

    func reservation(_ id: ID<Reservation>) -> Reservation? {
        reservations[id]?.reservation ?? shop.reservation(id) ?? loaded[id]
    }

    func profile(_ id: ID<Item>) -> ItemProfile? { profiles[id] }

    /// The reservations of a holder that may be open, the oldest first.
    func reservations(of holder: String) -> [Reservation] {
        let made = holders[Verbatim(holder)] ?? []
        return (shop.reservations(of: holder) + made).compactMap { reservation($0) }
    }

    /// The same, and what the holder's session has sold as far as it was loaded; in no order.
    func openOrSold(of holder: String) -> [Reservation] {
        let sold = soldSessions[Verbatim(holder)] ?? []
        return reservations(of: holder) + sold.compactMap { reservation($0) }
    }

    /// Open reservations that hold units of an item.
    func promises(of item: ID<Item>) -> [Reservation] {
        let before = shop.promises(of: item)
        let known = Set(before)
        let made = reservations.ids.filter { !known.contains($0) }
        return (before + made).compactMap { reservation($0) }
            .filter { $0.isOpen && $0.holds(item) }
    }

    /// The reservations past their expiry that are not booked, the oldest expiry first.
    func unbookedExpiries(of item: ID<Item>) -> [Reservation] {
        if let touched = items[item], touched.hasAllExpired {
            return touched.expired.compactMap { unbooked($0) }
        }
        return shop.unbookedExpiries(of: item, at: now).compactMap { unbooked($0) }
    }

    /// The first of them that holds units at a location, found without going through all.
    mutating func firstUnbookedExpiry(
        of item: ID<Item>, at location: ID<Location>
    ) -> Reservation? {
        guard let place = touch(item) else { return nil }
        while items.values[place].lapsed != nil {
            let expired = items.values[place].expired
            var next = items.values[place].passed(at: location)
            while next < expired.count {
                if let found = unbooked(expired[next]), found.holds(item, at: location) {
                    items.update(at: place) { $0.pass(next, at: location) }
                    return found
                }
                next += 1
            }
            items.update(at: place) { $0.pass(next, at: location) }
            guard let limit = items.values[place].nextLimit else { return nil }
            let more = shop.unbookedExpiries(of: item, at: now, limit: limit)
            items.update(at: place) { $0.found(more, limit: limit) }
        }
        return nil
    }

    /// The reservation, while it is past its expiry and that is not booked.
    private func unbooked(_ id: ID<Reservation>) -> Reservation? {
        guard let reservation = reservation(id), reservation.state == .active,
            reservation.hasExpired(at: now)
        else { return nil }
        return reservation
    }

    /// An item's stock as of now, with what is past its expiry given back.
    mutating func effectiveStock(_ id: ID<Item>) -> ItemStock? {
        touch(id).map { items.values[$0].effectiveStock }
    }

    /// Takes a reservation out of what its items' expiries would give back: it is booked.
    mutating func noteBooked(_ reservation: Reservation) {
        reservation.forEachItem { item in
            guard let place = touch(item) else { return }
            items.update(at: place) { $0.lapsed?.subtract(reservation, of: item) }
        }
    }

    // MARK: Changing

    mutating func nextID<Entity>() -> ID<Entity> { ids.next(at: now) }

    /// Changes quantities of one stock level and writes the movement.
    @discardableResult
    mutating func move(
        _ item: ID<Item>, at location: ID<Location>, _ change: Delta, _ reason: Movement.Reason,
        for reservation: Reservation? = nil, reference: String? = nil
    ) -> Movement {
        if let place = touch(item) {
            items.update(at: place) { touched in
                touched.stock.add(change, at: location)
                if !touched.changedLevels.contains(location) {
                    touched.changedLevels.append(location)
                }
            }
        }
        let movement = Movement(
            id: nextID(), item: item, location: location, change: change, reason: reason,
            reference: reference, actor: actor, reservation: reservation?.id,
            order: reservation?.order, at: now)
        movements.append(movement)
        return movement
    }

    /// Brings a level to where a repair wants it, beyond what its movement did.
    mutating func settle(
        _ item: ID<Item>, at location: ID<Location>, moved: Delta, wanted: Delta
    ) {
        items.update(item) { $0.stock.add(wanted - moved, at: location) }
    }

    /// Counts promised units of a channel; `units` may be negative.
    mutating func count(_ units: Int64, of item: ID<Item>, for reservation: Reservation) {
        guard let place = touch(item) else { return }
        items.update(at: place) {
            $0.stock.addUsage(
                units, abandoned: reservation.abandoned(units), of: reservation.channel)
        }
    }

    mutating func countBackordered(_ units: Int64, of item: ID<Item>) {
        guard units != 0, let place = touch(item) else { return }
        items.update(at: place) { $0.stock.backordered += units }
    }

    /// Takes the reservation as it is now; a new one is counted as its holder's.
    mutating func put(_ reservation: Reservation, isNew: Bool = false) {
        if let known = reservations.place(of: reservation.id) {
            return reservations.update(at: known) { $0.reservation = reservation }
        }
        reservations.insert(Entry(reservation: reservation, isNew: isNew), reservation.id)
        if isNew, let holder = reservation.holder.map({ Verbatim($0) }) {
            holders[holder, default: []].append(reservation.id)
        }
    }

    mutating func emit(_ event: Event) { events.append(event) }

    mutating func change(_ change: CatalogChange) { catalog.append(change) }

    /// Brings the item into the draft, with its expiries and what its channels read. Answers its
    /// place among the touched; nil where there is no such item.
    @discardableResult
    mutating func touch(_ id: ID<Item>) -> Int? {
        if let known = items.place(of: id) {
            watch(known)
            return known
        }
        guard let stock = shop.stock(id) else { return nil }
        var touched = Touched(stock: stock, lapsed: shop.unbookedTally(of: id, at: now))
        let before = touched.effectiveStock
        touched.watched = shop.channels.map { shop.availability(of: before, on: $0) }
        let place = items.insert(touched, id)
        watch(place)
        return place
    }

    private mutating func watch(_ place: Int) {
        guard !items.values[place].isUnwatched else { return }
        items.update(at: place) { $0.isUnwatched = true }
        unwatched.append(place)
    }

    // MARK: Ending

    /// Tells of items that fell below their threshold, or to nothing, by the last command.
    mutating func raiseAlerts() {
        for place in unwatched {
            items.update(at: place) { $0.isUnwatched = false }
            let id = items.ids[place]
            let stock = items.values[place].effectiveStock
            let threshold = shop.lowStockThreshold(of: stock.item)
            for (index, channel) in shop.channels.enumerated() {
                let before = items.values[place].watched[index]
                let after = shop.availability(of: stock, on: channel)
                guard after != before else { continue }
                items.update(at: place) { $0.watched[index] = after }
                if after == 0 {
                    emit(.stockOut(item: id, channel: channel))
                } else if after < threshold, before >= threshold {
                    emit(.stockLow(item: id, channel: channel, available: after))
                }
            }
        }
        unwatched.removeAll(keepingCapacity: true)
    }

    /// All that the batch changed, each stock level once.
    public func changes() -> Changes {
        var changes = Changes(tenant: shop.tenant.id, at: now, lastID: ids.last)
        changes.movements = movements
        changes.events = events
        changes.catalog = catalog
        for (id, touched) in zip(items.ids, items.values) {
            changes.stocks.append(touched.stock)
            let available = shop.availability(of: touched.stock, on: nil)
            for location in touched.changedLevels {
                let quantities = touched.stock.quantities(at: location)
                changes.levels.append(
                    Changes.Level(item: id, location: location, quantities: quantities))
                changes.events.append(
                    .stockChanged(
                        item: id, location: location, quantities, available: available))
            }
        }
        changes.reservations = reservations.values.map {
            Changes.ChangedReservation($0.reservation, isNew: $0.isNew)
        }
        return changes
    }
}

extension Draft: Names {
    public func sku(of item: ID<Item>) -> String {
        for case .item(let changed, _, _) in catalog where changed.id == item {
            return changed.sku
        }
        return shop.sku(of: item)
    }

    public func productID(of item: ID<Item>) -> String? { shop.productID(of: item) }

    public func code(of location: ID<Location>) -> String { shop.code(of: location) }
}
