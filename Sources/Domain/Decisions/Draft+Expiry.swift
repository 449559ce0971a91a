extension Draft {
    /// Books expiries of an item, the oldest first, until `units` are free at `location`.
    ///
    /// The caller knows that they suffice: it decided by the stock as of now.
    mutating func freeUp(_ units: Int64, of item: ID<Item>, at location: ID<Location>) {
        touch(item)
        while let free = quantities(of: item, at: location)?.free, free < units,
            let expired = firstUnbookedExpiry(of: item)
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

    /// Books at most `limit` expiries of the tenant; answers how many.
    mutating func sweep(limit: Int) -> Int {
        var booked = 0
        for id in shop.unbookedExpiries(at: now, limit: limit) {
            guard let reservation = reservation(id), reservation.state == .active,
                reservation.hasExpired(at: now)
            else { continue }
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
