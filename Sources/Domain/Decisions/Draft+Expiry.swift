extension Draft {
    /// Books expiries that hold an item at `location`, the oldest first, until `units` are free
    /// there: at most as many as units are missing.
    ///
    /// The caller knows that they suffice: it decided by the stock as of now.
    mutating func freeUp(_ units: Int64, of item: ID<Item>, at location: ID<Location>) {
        bookExpiries(of: item, at: location) { $0.free < units }
    }

    /// Books expiries that hold an item at `location`, the oldest first, while its quantities
    /// there need it.
    mutating func bookExpiries(
        of item: ID<Item>, at location: ID<Location>, while isNeeded: (Quantities) -> Bool
    ) {
        touch(item)
        while let there = quantities(of: item, at: location), isNeeded(there),
            let expired = firstUnbookedExpiry(of: item, at: location)
        {
            bookExpiry(expired)
        }
    }

    /// Books all expiries of an item, so that its counters are as of now.
    mutating func bookExpiries(of item: ID<Item>) {
        touch(item)
        for expired in unbookedExpiries(of: item) { bookExpiry(expired) }
    }

    /// Ends a reservation that is past its expiry and gives its units back.
    mutating func bookExpiry(_ reservation: Reservation) {
        let previous = actor
        actor = .engine
        noteBooked(reservation)
        end(reservation, as: .expired, at: reservation.expiresAt ?? now)
        actor = previous
    }

    /// Books at most `limit` expiries of the tenant, and after the first no more than that many
    /// lines; answers how many expiries.
    mutating func sweep(limit: Int) -> Int {
        var booked = 0
        var lines = 0
        for id in shop.unbookedExpiries(at: now, limit: limit) {
            guard let reservation = reservation(id), reservation.state == .active,
                reservation.hasExpired(at: now)
            else { continue }
            lines += reservation.lineCount
            guard booked == 0 || lines <= limit else { break }
            bookExpiry(reservation)
            booked += 1
        }
        return booked
    }

    /// Ends an active reservation: all that it holds is free again.
    @discardableResult
    mutating func end(
        _ reservation: Reservation, as ending: Reservation.Ending, at time: Timestamp
    ) -> Reservation {
        var ended = reservation
        ended.state = ending.state
        ended.endedAt = time
        ended.version += 1
        var changed: [Event.ItemChange] = []
        for line in reservation.lines {
            for source in line.sources where source.units > 0 {
                count(-source.units, of: source.item, for: reservation)
                move(
                    source.item, at: source.location, Delta(reserved: -source.units),
                    ending.reason, for: reservation)
            }
            countBackordered(-line.backordered, of: line.item)
            if line.quantity > 0 {
                changed.append(Event.ItemChange(item: line.item, quantity: -line.quantity))
            }
        }
        put(ended)
        emit(.reservation(ending.step, ended, changed: changed))
        return ended
    }
}

extension Reservation {
    /// Its lines, a kit's components and a split line's parts each.
    fileprivate var lineCount: Int { lines.reduce(0) { $0 + max(1, $1.sources.count) } }

    /// Whether it holds units of an item at a location.
    func holds(_ item: ID<Item>, at location: ID<Location>) -> Bool {
        lines.contains { line in
            line.sources.contains {
                $0.item == item && $0.location == location && $0.units > 0
            }
        }
    }

    /// How an active reservation ends without being bought.
    enum Ending {
        case released, expired

        var state: State {
            switch self {
            case .released: .released
            case .expired: .expired
            }
        }

        var reason: Movement.Reason {
            switch self {
            case .released: .released
            case .expired: .expired
            }
        }

        var step: Event.ReservationStep {
            switch self {
            case .released: .released
            case .expired: .expired
            }
        }
    }
}
