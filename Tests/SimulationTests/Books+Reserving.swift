import Domain

extension Books {
    /// What the auditor expects of a reservation that a command made or changed.
    struct Wish {
        var request: ReserveRequest
        var own: Promise?
        var isSession = false
        var replaces: Int64?
        var isPaid = false
        var createdAt: Timestamp
        var cartBegan: Timestamp?
        var expiresAt: Timestamp?
    }

    mutating func reserve(
        _ request: ReserveRequest, isSession: Bool, _ result: CommandResult, _ now: Timestamp
    ) throws(Mismatch) {
        var wish = Wish(request: request, isSession: isSession, createdAt: now)
        wish.expiresAt = expiry(request.kind, request.ttlSeconds, lifeFrom: now, now)
        switch judge(request) {
        case .refused(let rejection): try refused(result, rejection)
        case .granted(let grants):
            let made = try reservation(result, isNew: true)
            try check(made, grants, wish)
            keep(Promise(made))
        }
    }

    mutating func restate(
        _ holder: String, _ request: ReserveRequest, _ result: CommandResult, _ now: Timestamp
    ) throws(Mismatch) {
        guard !request.lines.isEmpty else { return try releaseSession(holder, result, now) }
        guard let session = session(of: holder) else {
            if let ttl = request.ttlSeconds, ttl > request.kind.ttlMaximum {
                return try refused(result, .invalidField("ttl_seconds", detail: ""))
            }
            return try reserve(request, isSession: true, result, now)
        }
        var request = request
        request.kind = request.raisesKind ? max(request.kind, session.kind) : session.kind
        if let ttl = request.ttlSeconds, ttl > request.kind.ttlMaximum {
            return try refused(result, .invalidField("ttl_seconds", detail: ""))
        }
        guard session.channel == request.channel.name else {
            let before = self
            var ended = session
            ended.end(.released, at: now)
            keep(ended)
            guard case .granted = judge(request) else {
                guard case .refused(let rejection) = judge(request) else { return }
                self = before
                return try refused(result, rejection)
            }
            return try reserve(request, isSession: true, result, now)
        }
        var wish = Wish(
            request: request, own: session, isSession: true, createdAt: session.createdAt,
            cartBegan: cartBegan(session, as: request.kind, now))
        wish.expiresAt = expiry(
            request.kind, request.ttlSeconds, lifeFrom: wish.cartBegan ?? session.createdAt, now)
        switch judge(request, own: session) {
        case .refused(let rejection): try refused(result, rejection)
        case .granted(let grants):
            let changed = try reservation(result, isNew: false)
            try check(changed, grants, wish)
            keep(Promise(changed))
        }
    }

    mutating func reserveOnce(
        _ holder: String, _ request: ReserveRequest, _ result: CommandResult, _ now: Timestamp
    ) throws(Mismatch) {
        let sessions = promises.values.filter {
            $0.isSession && $0.holder == holder && ($0.state == .active || $0.state == .committed)
        }
        guard let known = sessions.max(by: { $0.id < $1.id }) else {
            return try reserve(request, isSession: true, result, now)
        }
        let same = try reservation(result, isNew: false)
        try agree("the reservation that is there", found: Promise(same), expected: known)
    }

    mutating func releaseSession(
        _ holder: String, _ result: CommandResult, _ now: Timestamp
    ) throws(Mismatch) {
        guard case .sessionReleased(let units) = try outcome(result) else {
            throw Mismatch("no session released: \(result)")
        }
        guard var session = session(of: holder) else {
            return try agree("units given back", found: units, expected: 0)
        }
        let held = session.lines.reduce(0) { $0 + $1.quantity }
        try agree("units given back", found: units, expected: held)
        session.end(.released, at: now)
        keep(session)
    }

    /// A cart's 60 minutes count from its creation, or from when its customer came back.
    func cartBegan(
        _ promise: Promise, as kind: Reservation.Kind, _ now: Timestamp
    ) -> Timestamp? {
        promise.kind == .abandonedCart && kind == .cart ? now : promise.cartBegan
    }

    func expiry(
        _ kind: Reservation.Kind, _ ttl: Int64?, lifeFrom: Timestamp, _ now: Timestamp
    ) -> Timestamp? {
        let usual: Int64? =
            switch kind {
            case .abandonedCart: settings.ttlSeconds.abandonedCart
            case .cart: settings.ttlSeconds.cart
            case .checkout: settings.ttlSeconds.checkout
            case .order: settings.ttlSeconds.order
            }
        guard let seconds = ttl ?? usual else { return nil }
        let end = now.milliseconds + seconds * 1_000
        let life = lifeFrom.milliseconds + 3_600_000
        return Timestamp(milliseconds: kind == .cart ? min(end, life) : end)
    }

    // MARK: Checking what was made

    /// Checks everything about a reservation that the rules decide: its lines, its sources, its
    /// expiry and its names.
    func check(
        _ made: Reservation, _ grants: [Grant], _ wish: Wish
    ) throws(Mismatch) {
        let request = wish.request
        try agree("kind", found: made.kind, expected: request.kind)
        try agree("holder", found: made.holder, expected: request.holder)
        try agree("channel", found: made.channel, expected: request.channel)
        try agree("session", found: made.isSession, expected: wish.isSession)
        try agree("expiry", found: made.expiresAt, expected: wish.expiresAt)
        try agree("created", found: made.createdAt, expected: wish.createdAt)
        try agree("cart began", found: made.cartBegan, expected: wish.cartBegan)
        let replaces = wish.own.map(\.replaces) ?? wish.replaces
        try agree("replaces", found: made.replaces?.rawValue, expected: replaces)
        try agree("lines", found: made.lines.count, expected: request.lines.count)
        if let own = wish.own {
            try agree("id", found: made.id.rawValue, expected: own.id)
            try agree("version", found: made.version, expected: own.version + 1)
        } else {
            try demand(promises[made.id.rawValue] == nil, "the id \(made.id) was given before")
        }
        for (index, line) in made.lines.enumerated() {
            try check(line, request.lines[index], grants[index], isPaid: wish.isPaid)
        }
        try checkSources(Promise(made).takenSpots, wish)
    }

    private func check(
        _ line: ReservationLine, _ asked: ReserveRequest.Line, _ grant: Grant, isPaid: Bool
    ) throws(Mismatch) {
        try agree("item", found: line.item.rawValue, expected: item(asked.sku) ?? 0)
        try agree("quantity", found: line.quantity, expected: grant.quantity)
        try agree("requested", found: line.requested, expected: asked.quantity)
        try agree("backordered", found: line.backordered, expected: grant.backordered)
        for part in Promise.Line(line).parts {
            var units: Int64 = 0
            for source in line.sources where source.item.rawValue == part.item {
                units += source.units + source.shipped
                guard let name = asked.location else { continue }
                try agree("place", found: source.location.rawValue, expected: place(name) ?? 0)
            }
            let needed = (grant.quantity - grant.backordered) * part.quantity
            try agree("units of \(part.item)", found: units, expected: needed)
        }
    }

    /// No more anywhere than was free there; own units stay; the right places serve.
    private func checkSources(_ taken: [Spot: Int64], _ wish: Wish) throws(Mismatch) {
        let channel = wish.request.channel.name
        let serving = placesServing(channel)
        let places = serving + (wish.isPaid ? otherPlaces(channel) : [])
        let own = wish.own?.spots ?? [:]
        for (spot, units) in taken {
            let free = places.contains(spot.place) ? max(0, free(spot)) : 0
            let there = free + (own[spot] ?? 0)
            try demand(units <= there, "\(units) taken at \(spot), where \(there) were")
        }
        guard !wish.request.lines.contains(where: { $0.location != nil }) else { return }
        for item in Set(taken.keys.map(\.item)) {
            let mine = taken.filter { $0.key.item == item }
            let owned = own.filter { $0.key.item == item }.values.reduce(0, +)
            let kept = mine.reduce(0) { $0 + min($1.value, own[$1.key] ?? 0) }
            let sum = mine.values.reduce(0, +)
            try agree("own units of \(item) that stay", found: kept, expected: min(owned, sum))
            let foreign = mine.filter { !serving.contains($0.key.place) && own[$0.key] == nil }
            guard !foreign.isEmpty else { continue }
            let left = serving.reduce(Int64(0)) {
                let spot = Spot(item: item, place: $1)
                return $0 + max(0, free(spot)) - (taken[spot] ?? 0)
            }
            try agree("units left at the channel's own places", found: left, expected: 0)
        }
        if wish.own == nil { try checkSelection(taken, places, serving) }
    }

    /// The order in which a new reservation's places are chosen, by the sums of its items.
    private func checkSelection(
        _ taken: [Spot: Int64], _ places: [Int64], _ serving: [Int64]
    ) throws(Mismatch) {
        var needs: [Int64: Int64] = [:]
        for (spot, units) in taken { needs[spot.item, default: 0] += units }
        switch settings.sourceSelection {
        case .priority:
            for (item, need) in needs {
                var left = need
                for place in places {
                    let spot = Spot(item: item, place: place)
                    let part = min(left, max(0, free(spot)))
                    try agree("taken at \(spot)", found: taken[spot] ?? 0, expected: part)
                    left -= part
                }
            }
        case .fewestParcels:
            let whole = serving.first { place in
                needs.allSatisfy { free(Spot(item: $0.key, place: place)) >= $0.value }
            }
            guard let whole, !taken.isEmpty else { return }
            let used = Set(taken.keys.map(\.place))
            try agree("the one place that serves all", found: used, expected: [whole])
        }
    }
}

extension Promise {
    /// Units by place, those that left at once included.
    var takenSpots: [Books.Spot: Int64] {
        var found: [Books.Spot: Int64] = [:]
        for line in lines {
            for held in line.held where held.units + held.shipped > 0 {
                found[held.spot, default: 0] += held.units + held.shipped
            }
        }
        return found
    }
}
