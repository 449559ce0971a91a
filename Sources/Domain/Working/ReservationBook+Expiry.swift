/// What has expired and is not booked, as of any moment: what was counted by `advance`, and what
/// came since.
extension ReservationBook {
    /// Whether a reservation is past its expiry at `now` and not booked.
    func hasDue(at now: Timestamp) -> Bool {
        pending.first.map { $0.deadline <= now } == true
            || lapsed.first.map { $0.deadline <= now } == true
    }

    /// Whether expiries up to `now` are not counted yet.
    func isBehind(_ now: Timestamp) -> Bool {
        pending.first.map { $0.deadline <= now } == true
    }

    /// The reservations past their expiry at `now`, the oldest expiry first.
    func due(at now: Timestamp, limit: Int) -> [ID<Reservation>] {
        let found =
            limit == .max
            ? lapsed.allDue(at: now) + pending.allDue(at: now)
            : lapsed.due(at: now, limit: limit) + pending.due(at: now, limit: limit)
        return inOrder(found).prefix(limit).map { kept[$0].id }
    }

    /// The same of the item at a place.
    func due(
        of place: Slot<KeptItem>, at now: Timestamp, limit: Int
    ) -> [ID<Reservation>] {
        var found: [Slot<KeptReservation>] = []
        var slot = lapses[place]?.holdings.first ?? .none
        while slot != .none, found.count < limit {
            let holding = holdings[slot]
            guard kept[holding.reservation].deadline <= now else { break }
            found.append(holding.reservation)
            slot = holding.next
        }
        let late = uncounted(of: place, at: now)
        guard !late.isEmpty else { return found.map { kept[$0].id } }
        return inOrder(found + late).prefix(limit).map { kept[$0].id }
    }

    /// What the reservations of an item hold that are past their expiry at `now` and not booked.
    /// Nil: nothing.
    func tally(of item: ID<Item>, at place: Slot<KeptItem>, _ now: Timestamp) -> Tally? {
        guard isBehind(now) || !lapses.isEmpty else { return nil }
        let lapse = lapses[place]
        let late = uncounted(of: place, at: now)
        guard lapse != nil || !late.isEmpty else { return nil }
        var tally = lapse?.tally ?? Tally()
        // Of those that have lapsed since `now`, for who asks a moment late.
        var slot = now < time ? lapse?.holdings.last ?? .none : .none
        while slot != .none {
            let holding = holdings[slot]
            let reservation = kept[holding.reservation]
            guard reservation.deadline > now else { break }
            tally.subtract(reservation.reservation, of: item)
            slot = holding.previous
        }
        for place in late { tally.add(kept[place].reservation, of: item) }
        return tally
    }

    /// Those of an item that are due and not counted yet.
    private func uncounted(
        of place: Slot<KeptItem>, at now: Timestamp
    ) -> [Slot<KeptReservation>] {
        guard isBehind(now) else { return [] }
        return pending.allDue(at: now).filter { holds($0, place) }
    }

    private func holds(_ place: Slot<KeptReservation>, _ item: Slot<KeptItem>) -> Bool {
        var slot = kept[place].holding
        while slot != .none {
            let holding = holdings[slot]
            if holding.place == item { return true }
            slot = holding.sibling
        }
        return false
    }

    func inOrder(_ places: [Slot<KeptReservation>]) -> [Slot<KeptReservation>] {
        places.count < 2 ? places : places.sorted { isEarlier($0, $1) }
    }

    func isEarlier(
        _ left: Slot<KeptReservation>, _ right: Slot<KeptReservation>
    ) -> Bool {
        let (left, right) = (kept[left], kept[right])
        return (left.deadline, left.id) < (right.deadline, right.id)
    }
}
