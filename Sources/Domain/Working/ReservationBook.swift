/// The open reservations of a shop: found by id and by holder, listed by item, and in the order
/// in which their time runs out.
public struct ReservationBook: Sendable {
    private(set) var kept = Slab<KeptReservation>()
    private var ids = SlotIndex<KeptReservation>()
    /// The newest reservation of each holder; the older ones follow from it.
    private var holders = SlotIndex<KeptReservation>()
    var holdings = Slab<Holding>()
    /// By the item's place: what is held of it, but for what has lapsed.
    var lists: [HoldingList] = []
    /// Active reservations that expire later than `time`.
    var pending = DeadlineQueue<KeptReservation>()
    /// Those that have expired by `time`, and that is not booked.
    var lapsed = DeadlineQueue<KeptReservation>()
    /// The same by item.
    var lapses: [Slot<KeptItem>: Lapse] = [:]
    /// The time up to which expiries are counted.
    var time = Timestamp(milliseconds: .min)

    var count: Int { kept.count }

    public init() {}

    /// Adds an open reservation at a rebuild. Its items are entered when a shop takes the book.
    public mutating func restore(_ reservation: Reservation) { insert(reservation) }

    func reservation(_ id: ID<Reservation>) -> Reservation? {
        place(of: id).map { kept[$0].reservation }
    }

    /// The reservations of a holder, the oldest first.
    func reservations(of holder: Verbatim) -> [ID<Reservation>] {
        var found: [ID<Reservation>] = []
        var place = newest(of: holder) ?? .none
        while place != .none {
            found.append(kept[place].id)
            place = kept[place].older
        }
        found.reverse()
        return found
    }

    /// The reservations that hold units of an item, in no order.
    func reservations(of place: Slot<KeptItem>) -> [ID<Reservation>] {
        var found: [ID<Reservation>] = []
        let lapsed = lapses[place]?.holdings.first ?? .none
        for start in [list(of: place).first, lapsed] {
            var slot = start
            while slot != .none {
                let holding = holdings[slot]
                found.append(kept[holding.reservation].id)
                slot = holding.next
            }
        }
        return found
    }

    // MARK: Changing

    /// Takes over a reservation as it is now. Answers its place, where what it holds is entered by
    /// `hold`; nil for one that is not open any more, which leaves.
    mutating func put(_ reservation: Reservation) -> Slot<KeptReservation>? {
        guard let place = place(of: reservation.id) else {
            return reservation.isOpen ? insert(reservation) : nil
        }
        detach(place)
        guard reservation.isOpen else {
            remove(place)
            return nil
        }
        kept.update(place) { $0.become(reservation) }
        wait(place, until: reservation.deadline)
        return place
    }

    /// Enters a reservation under an item that it holds.
    mutating func hold(
        _ item: ID<Item>, at place: Slot<KeptItem>, by reservation: Slot<KeptReservation>
    ) {
        let holding = holdings.insert(
            Holding(
                of: item, at: place, by: reservation,
                sibling: kept[reservation].holding))
        enlist(holding, of: place)
        kept.update(reservation) { $0.holding = holding }
    }

    /// The item at a place is deleted: what still refers to it holds nothing of it.
    mutating func forget(_ place: Slot<KeptItem>) {
        for start in [list(of: place).first, lapses[place]?.holdings.first ?? .none] {
            var slot = start
            while slot != .none { slot = holdings.update(slot) { $0.forgetPlace() } }
        }
        lapses[place] = nil
        if Int(place.number) < lists.count { lists[Int(place.number)] = HoldingList() }
    }

    @discardableResult
    private mutating func insert(_ reservation: Reservation) -> Slot<KeptReservation> {
        let place = kept.insert(KeptReservation(reservation))
        ids.insert(place, reservation.id.tableHash)
        if let holder = reservation.holder { join(place, Verbatim(holder)) }
        wait(place, until: reservation.deadline)
        return place
    }

    private mutating func remove(_ place: Slot<KeptReservation>) {
        if let holder = kept[place].holder { part(place, Verbatim(holder)) }
        ids.remove(place)
        kept.remove(place)
    }

    private mutating func wait(
        _ place: Slot<KeptReservation>, until deadline: Timestamp
    ) {
        if deadline != .never { pending.insert(place, at: deadline) }
    }

    /// Drops what a reservation holds, and its deadline.
    private mutating func detach(_ place: Slot<KeptReservation>) {
        let before = kept[place]
        let counted = before.isLapsed ? before.reservation : nil
        if before.isLapsed { lapsed.remove(place) } else { pending.remove(place) }
        var slot = before.holding
        while slot != .none {
            let holding = holdings[slot]
            if holding.place != .none { delist(slot, holding, counted) }
            holdings.remove(slot)
            slot = holding.sibling
        }
        kept.update(place) {
            $0.holding = .none
            $0.isLapsed = false
        }
    }

    /// Enters what is held of an item in its list.
    private mutating func enlist(_ holding: Slot<Holding>, of place: Slot<KeptItem>) {
        let number = Int(place.number)
        while lists.count <= number { lists.append(HoldingList()) }
        lists[number].insert(holding, after: .none, in: &holdings)
    }

    /// Takes it out again: out of the item's lapse, where the reservation has lapsed.
    private mutating func delist(
        _ slot: Slot<Holding>, _ holding: Holding, _ reservation: Reservation?
    ) {
        guard let reservation else {
            return lists[Int(holding.place.number)].remove(slot, in: &holdings)
        }
        guard var lapse = lapses.removeValue(forKey: holding.place) else { return }
        lapse.holdings.remove(slot, in: &holdings)
        lapse.tally.subtract(reservation, of: holding.item)
        if !lapse.holdings.isEmpty { lapses[holding.place] = lapse }
    }

    // MARK: Expiring

    /// Counts the expiries up to `now`: each reservation is summed up once, when its moment has
    /// passed, so that reading an item's stock stays cheap however many expired together. Costs
    /// as much as there are since the last time.
    mutating func advance(to now: Timestamp) {
        time = max(time, now)
        var due: [Slot<KeptReservation>] = []
        while let first = pending.first, first.deadline <= time {
            pending.remove(first.slot)
            due.append(first.slot)
        }
        for place in inOrder(due) { lapse(place) }
    }

    /// Counts a reservation as expired: what it holds leaves its items' lists for their lapses.
    private mutating func lapse(_ place: Slot<KeptReservation>) {
        kept.update(place) { $0.isLapsed = true }
        let expired = kept[place]
        lapsed.insert(place, at: expired.deadline)
        let reservation = expired.reservation
        var slot = expired.holding
        while slot != .none {
            let holding = holdings[slot]
            if holding.place != .none {
                lists[Int(holding.place.number)].remove(slot, in: &holdings)
                var lapse = lapses.removeValue(forKey: holding.place) ?? Lapse()
                lapse.holdings.insert(
                    slot, after: latest(lapse, notAfter: place), in: &holdings)
                lapse.tally.add(reservation, of: holding.item)
                lapses[holding.place] = lapse
            }
            slot = holding.sibling
        }
    }

    /// The last of those that have lapsed that comes before a reservation in order.
    private func latest(
        _ lapse: Lapse, notAfter place: Slot<KeptReservation>
    ) -> Slot<Holding> {
        var slot = lapse.holdings.last
        while slot != .none, case let holding = holdings[slot],
            isEarlier(place, holding.reservation)
        {
            slot = holding.previous
        }
        return slot
    }

    // MARK: Finding

    func place(of id: ID<Reservation>) -> Slot<KeptReservation>? {
        ids.first(id.tableHash) { kept[$0].id == id }
    }

    private func list(of place: Slot<KeptItem>) -> HoldingList {
        Int(place.number) < lists.count ? lists[Int(place.number)] : HoldingList()
    }

    private func newest(of holder: Verbatim) -> Slot<KeptReservation>? {
        holders.first(holder.tableHash) { place in
            kept[place].holder.map { Verbatim($0) } == holder
        }
    }

    /// Makes a reservation its holder's newest.
    private mutating func join(_ place: Slot<KeptReservation>, _ holder: Verbatim) {
        if let older = newest(of: holder) {
            holders.remove(older)
            kept.update(older) { $0.newer = place }
            kept.update(place) { $0.older = older }
        }
        holders.insert(place, holder.tableHash)
    }

    private mutating func part(_ place: Slot<KeptReservation>, _ holder: Verbatim) {
        let (older, newer) = (kept[place].older, kept[place].newer)
        if older != .none { kept.update(older) { $0.newer = newer } }
        if newer != .none {
            kept.update(newer) { $0.older = older }
        } else {
            holders.remove(place)
            if older != .none { holders.insert(older, holder.tableHash) }
        }
    }
}

extension Holding {
    /// Answers the next of the list that it leaves.
    fileprivate mutating func forgetPlace() -> Slot<Holding> {
        place = .none
        return next
    }
}
