extension Draft {
    /// Sets the time left, raises the kind, changes the lines; all or nothing.
    ///
    /// One that has expired is never revived: units still free are taken again under a new id.
    mutating func change(
        _ id: ID<Reservation>, _ change: ReservationChange
    ) throws(Rejection) -> Outcome {
        guard let reservation = current(id) else { throw .reservationNotFound }
        guard !reservation.hasExpired(at: now) else {
            let renewed = try renew(reservation, change)
            lead(id, to: renewed)
            return .reservation(renewed, isNew: true)
        }
        guard reservation.state == .active else {
            throw .reservationNotActive(reservation.state)
        }
        var changed = reservation
        raise(&changed, to: max(change.kind ?? reservation.kind, reservation.kind))
        try checkTTL(change.ttlSeconds, for: changed.kind)
        if change.ttlSeconds != nil || changed.kind != reservation.kind {
            changed.expiresAt = expiry(
                changed.kind, ttl: change.ttlSeconds, cartBegan: changed.beganAsCart)
        }
        guard let wanted = change.lines else {
            return .reservation(hold(changed, reservation.lines), isNew: false)
        }
        let request = ReserveRequest(
            lines: wanted, holder: reservation.holder, kind: changed.kind,
            channel: reservation.channel)
        let lines = try plan(request, PlanRules(own: reservation))
        return .reservation(hold(changed, lines), isNew: false)
    }

    /// The reservation, or the last of those that took its place after it had expired.
    func current(_ id: ID<Reservation>) -> Reservation? {
        guard var found = reservation(id) else { return nil }
        // A later one has a greater id, so that this ends.
        while let next = found.replacedBy, next > found.id, let later = reservation(next) {
            found = later
        }
        return found
    }

    /// Lets the name that a client keeps using lead to the newest at once, however often the
    /// reservation was replaced. Nothing that is shown changes, so its version stays.
    mutating func lead(_ id: ID<Reservation>, to newest: Reservation) {
        guard var named = reservation(id), named.replacedBy != newest.id else { return }
        named.replacedBy = newest.id
        put(named)
    }

    func checkTTL(_ seconds: Int64?, for kind: Reservation.Kind) throws(Rejection) {
        guard let seconds, seconds > kind.ttlMaximum else { return }
        throw .invalidField(
            "ttl_seconds", detail: "At most \(kind.ttlMaximum) for a reservation of this kind.")
    }

    private mutating func renew(
        _ expired: Reservation, _ change: ReservationChange
    ) throws(Rejection) -> Reservation {
        let kind = max(change.kind ?? expired.kind, expired.kind)
        try checkTTL(change.ttlSeconds, for: kind)
        if expired.state == .active { bookExpiry(expired) }
        let request = ReserveRequest(
            lines: change.lines ?? wish(of: expired), holder: expired.holder, kind: kind,
            channel: expired.channel, ttlSeconds: change.ttlSeconds, metadata: expired.metadata)
        let isSession = expired.isSession && expired.holder.map { session(of: $0) == nil } == true
        do {
            return try reserve(request, isSession: isSession, replacing: expired)
        } catch .insufficientStock {
            throw .reservationExpired
        }
    }

    /// What a reservation held, as a request.
    func wish(of reservation: Reservation) -> [ReserveRequest.Line] {
        reservation.lines.filter { $0.quantity > 0 }.map {
            ReserveRequest.Line(sku: sku(of: $0.item), quantity: $0.quantity)
        }
    }

    /// Gives back an active reservation, or the one that took its place. One that ended is left as
    /// it is.
    mutating func release(_ id: ID<Reservation>) throws(Rejection) -> Reservation {
        guard let reservation = current(id) else { throw .reservationNotFound }
        switch reservation.state {
        case .active where reservation.hasExpired(at: now):
            bookExpiry(reservation)
            return self.reservation(reservation.id) ?? reservation
        case .active: return end(reservation, as: .released, at: now)
        case .committed: throw .reservationNotActive(.committed)
        case .released, .expired, .preempted: return reservation
        }
    }
}
