extension Draft {
    /// Holds what was asked for.
    mutating func reserve(
        _ request: ReserveRequest, isSession: Bool = false, replacing: Reservation? = nil
    ) throws(Rejection) -> Reservation {
        let lines = try plan(request)
        return open(request, lines, isSession: isSession, replacing: replacing)
    }

    /// The whole wish of a holder's session: what it has and still wants stays, the rest is
    /// given back, what is missing is taken.
    mutating func restate(
        _ holder: String, _ request: ReserveRequest, _ precondition: Precondition
    ) throws(Rejection) -> Outcome {
        guard !request.lines.isEmpty else { return try releaseSession(holder, precondition) }
        try check(precondition, session(of: holder)?.version)
        guard let session = session(of: holder) else {
            try checkTTL(request.ttlSeconds, for: request.kind)
            return .reservation(try reserve(request, isSession: true), isNew: true)
        }
        var request = request
        request.kind = request.raisesKind ? max(request.kind, session.kind) : session.kind
        try checkTTL(request.ttlSeconds, for: request.kind)
        guard session.channel == request.channel else {
            return .reservation(try moveSession(session, request), isNew: true)
        }
        let lines = try plan(request, PlanRules(own: session))
        var changed = session
        raise(&changed, to: request.kind)
        changed.expiresAt = expiry(
            request.kind, ttl: request.ttlSeconds, cartBegan: changed.beganAsCart)
        return .reservation(hold(changed, lines), isNew: false)
    }

    /// A session that goes on in another channel is a new one: the old one's units are free
    /// for it, and come back when it is refused.
    private mutating func moveSession(
        _ session: Reservation, _ request: ReserveRequest
    ) throws(Rejection) -> Reservation {
        let before = self
        do {
            end(session, as: .released, at: now)
            return try reserve(request, isSession: true)
        } catch {
            self = before
            throw error
        }
    }

    /// The holder's session reservation as it is, or a new one. One that was sold stays the
    /// answer, also when nothing of it is left: an order is not sold twice.
    mutating func reserveOnce(
        _ holder: String, _ request: ReserveRequest
    ) throws(Rejection) -> Outcome {
        let known = openOrSold(of: holder).filter { reservation in
            reservation.isSession
                && (reservation.state == .committed
                    || (reservation.state == .active && !reservation.hasExpired(at: now)))
        }
        if let known = known.max(by: { $0.id < $1.id }) { return .reservation(known, isNew: false) }
        return .reservation(try reserve(request, isSession: true), isNew: true)
    }

    mutating func releaseSession(
        _ holder: String, _ precondition: Precondition
    ) throws(Rejection) -> Outcome {
        try check(precondition, session(of: holder)?.version)
        guard let session = session(of: holder) else { return .sessionReleased(units: 0) }
        let units = session.lines.reduce(0) { $0 + $1.quantity }
        end(session, as: .released, at: now)
        return .sessionReleased(units: units)
    }

    /// The one active reservation that the holder's session owns.
    func session(of holder: String) -> Reservation? {
        reservations(of: holder).last {
            $0.isSession && $0.state == .active && !$0.hasExpired(at: now)
        }
    }

    /// When a reservation of a kind expires that is made or refreshed now. Nil: never.
    ///
    /// The whole life of a cart is bounded: 60 minutes from its beginning.
    func expiry(_ kind: Reservation.Kind, ttl: Int64?, cartBegan: Timestamp) -> Timestamp? {
        guard let seconds = ttl ?? shop.settings.ttlSeconds[kind] else { return nil }
        let expiry = now.adding(seconds: seconds)
        guard kind == .cart else { return expiry }
        return min(expiry, cartBegan.adding(seconds: Reservation.cartLifeSeconds))
    }

    /// Gives a reservation a kind. An abandoned cart that is a cart again begins its life: its
    /// customer came back.
    func raise(_ reservation: inout Reservation, to kind: Reservation.Kind) {
        if reservation.kind == .abandonedCart, kind == .cart { reservation.cartBegan = now }
        reservation.kind = kind
    }

    /// Makes a reservation of lines that were planned.
    mutating func open(
        _ request: ReserveRequest, _ lines: [ReservationLine], isSession: Bool,
        replacing: Reservation? = nil
    ) -> Reservation {
        let reservation = Reservation(
            id: nextID(), kind: request.kind, holder: request.holder, isSession: isSession,
            channel: request.channel, lines: lines, createdAt: now,
            expiresAt: expiry(request.kind, ttl: request.ttlSeconds, cartBegan: now),
            replaces: replacing?.id, metadata: request.metadata)
        take(lines, for: reservation)
        put(reservation, isNew: true)
        emit(
            .reservation(
                .created, reservation,
                changed: lines.compactMap {
                    $0.quantity > 0
                        ? Event.ItemChange(item: $0.item, quantity: $0.quantity) : nil
                }))
        if let replacing { supersede(replacing, by: reservation) }
        return reservation
    }

    /// Remembers in an expired reservation which one took its place.
    private mutating func supersede(_ expired: Reservation, by reservation: Reservation) {
        guard var current = self.reservation(expired.id) else { return }
        current.replacedBy = reservation.id
        current.version += 1
        put(current)
    }

    private mutating func take(_ lines: [ReservationLine], for reservation: Reservation) {
        for line in lines {
            countBackordered(line.backordered, of: line.item)
            for source in line.sources where source.units > 0 {
                freeUp(source.units, of: source.item, at: source.location)
                count(source.units, of: source.item, for: reservation)
                move(
                    source.item, at: source.location, Delta(reserved: source.units), .reserved,
                    for: reservation)
            }
        }
    }

    /// Gives a reservation other lines: units that leave are given back, then others are taken.
    mutating func hold(_ changed: Reservation, _ lines: [ReservationLine]) -> Reservation {
        guard let before = reservation(changed.id) else { return changed }
        recount(before, as: changed.kind)
        let differences = Self.differences(from: before.lines, to: lines)
        for difference in differences where difference.units < 0 {
            shift(difference, .released, for: changed)
        }
        for difference in differences where difference.units > 0 {
            freeUp(difference.units, of: difference.item, at: difference.location)
            shift(difference, .reserved, for: changed)
        }
        for line in before.lines { countBackordered(-line.backordered, of: line.item) }
        for line in lines { countBackordered(line.backordered, of: line.item) }
        var after = changed
        after.lines = lines
        after.version += 1
        put(after)
        emit(
            .reservation(
                .changed, after, changed: Self.itemChanges(from: before.lines, to: lines)))
        return after
    }

    /// A kind that is raised stops counting as an abandoned cart's.
    private mutating func recount(_ before: Reservation, as kind: Reservation.Kind) {
        guard before.kind == .abandonedCart, kind != .abandonedCart else { return }
        var raised = before
        raised.kind = kind
        for line in before.lines {
            for source in line.sources {
                count(-source.units, of: source.item, for: before)
                count(source.units, of: source.item, for: raised)
            }
        }
    }

    private mutating func shift(
        _ difference: SourceDifference, _ reason: Movement.Reason, for reservation: Reservation
    ) {
        count(difference.units, of: difference.item, for: reservation)
        move(
            difference.item, at: difference.location, Delta(reserved: difference.units), reason,
            for: reservation)
    }

    struct SourceDifference {
        let item: ID<Item>
        let location: ID<Location>
        var units: Int64
    }

    /// By how many units each item's holdings at each location grow or shrink.
    static func differences(
        from before: [ReservationLine], to after: [ReservationLine]
    ) -> [SourceDifference] {
        var found: [SourceDifference] = []
        func add(_ source: ReservationLine.Source, _ units: Int64) {
            let known = found.firstIndex {
                $0.item == source.item && $0.location == source.location
            }
            if let known {
                found[known].units += units
            } else {
                found.append(
                    SourceDifference(
                        item: source.item, location: source.location, units: units))
            }
        }
        for line in before { for source in line.sources { add(source, -source.units) } }
        for line in after { for source in line.sources { add(source, source.units) } }
        return found
    }

    static func itemChanges(
        from before: [ReservationLine], to after: [ReservationLine]
    ) -> [Event.ItemChange] {
        var items: [ID<Item>] = []
        for line in before + after where !items.contains(line.item) { items.append(line.item) }
        return items.compactMap { item in
            let old = before.reduce(0) { $0 + ($1.item == item ? $1.quantity : 0) }
            let new = after.reduce(0) { $0 + ($1.item == item ? $1.quantity : 0) }
            return old == new ? nil : Event.ItemChange(item: item, quantity: new - old)
        }
    }
}

extension Reservation {
    /// The whole life of a cart's reservation, however often it is refreshed.
    static let cartLifeSeconds: Int64 = 3_600

    /// From when that counts.
    var beganAsCart: Timestamp { cartBegan ?? createdAt }
}
