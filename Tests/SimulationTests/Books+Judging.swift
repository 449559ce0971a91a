import Domain

extension Books {
    struct Grant: Equatable {
        let quantity: Int64
        let backordered: Int64
    }

    enum Verdict {
        case granted([Grant])
        case refused(Rejection)
    }

    /// What there is of one item for one request.
    private struct Pool {
        var there: [Int64: Int64] = [:]
        var given: [Int64: Int64] = [:]
        var givenInAll: Int64 = 0
        var allocation: Int64?
        var backorder: Int64?
        var total: Int64 = 0
        var mayPromise: Int64 = 0

        func left(at place: Int64?) -> Int64 {
            guard let place else { return total - givenInAll }
            return (there[place] ?? 0) - (given[place] ?? 0)
        }
    }

    private struct Judging {
        var pools: [Int64: Pool] = [:]
        var rooms: [Int64: Int64] = [:]
        var refusals: [LineRefusal] = []
        var grants: [Int: Grant] = [:]
    }

    /// Says how many units each line of a request gets, or why it gets none. `own` is the
    /// reservation that is restated; what is `isPaid` is bound by no share and no limit.
    func judge(_ request: ReserveRequest, own: Promise? = nil, isPaid: Bool = false) -> Verdict {
        let isPartial =
            request.mode == .partial || (request.kind == .abandonedCart && !isPaid)
        let unknown = request.lines.enumerated().filter { _, line in
            line.location.map { place($0) == nil } ?? false
        }
        guard unknown.isEmpty else {
            return .refused(
                .unknownLocation(
                    unknown.map {
                        LineRefusal(index: $0, sku: $1.sku, code: .unknownLocation)
                    }))
        }
        var judging = Judging()
        let lines = Array(request.lines.enumerated())
        for (index, line) in lines.filter({ $1.location != nil })
            + lines.filter({ $1.location == nil })
        {
            judge(line, index, request, own, isPaid, isPartial, &judging)
        }
        let isUnknown = judging.refusals.contains { $0.code == .unknownSKU }
        let isEmpty = !judging.grants.values.contains { $0.quantity > 0 }
        guard judging.refusals.isEmpty || (isPartial && !isUnknown && !isEmpty) else {
            return .refused(
                .insufficientStock(judging.refusals.sorted { $0.index < $1.index }))
        }
        return .granted(lines.compactMap { judging.grants[$0.offset] })
    }

    private func judge(
        _ line: ReserveRequest.Line, _ index: Int, _ request: ReserveRequest, _ own: Promise?,
        _ isPaid: Bool, _ isPartial: Bool, _ judging: inout Judging
    ) {
        // What is taken off sale is still there for who holds it or has paid.
        guard let item = item(line.sku), let article = items[item],
            article.isActive || isPaid || own?.lines.contains(where: { $0.item == item }) == true
        else {
            judging.refusals.append(
                LineRefusal(
                    index: index, sku: line.sku, code: .unknownSKU, requested: line.quantity,
                    available: 0))
            return
        }
        let parts = article.parts.isEmpty ? [Part(item: item, quantity: 1)] : article.parts
        for part in parts where judging.pools[part.item] == nil {
            judging.pools[part.item] = pool(part.item, request, own, isPaid)
        }
        if judging.rooms[item] == nil, !isPaid {
            judging.rooms[item] = holderRoom(item, request, own)
        }
        let place = line.location.flatMap { self.place($0) }
        let (code, possible) = obstacle(line.quantity, item, parts, place, judging)
        guard let code else {
            return grant(line.quantity, 0, item, parts, place, index, &judging)
        }
        let missing = line.quantity - possible
        if code == .outOfStock || code == .insufficientStock, article.parts.isEmpty,
            let room = judging.pools[item]?.backorder, missing <= room
        {
            judging.pools[item]?.backorder = room == .max ? room : room - missing
            return grant(line.quantity, missing, item, parts, place, index, &judging)
        }
        let could = parts.map { (judging.pools[$0.item]?.mayPromise ?? 0) / $0.quantity }.min()
        judging.refusals.append(
            LineRefusal(
                index: index, sku: line.sku, code: code, requested: line.quantity,
                available: could ?? 0))
        if isPartial { grant(possible, 0, item, parts, place, index, &judging) }
    }

    private func obstacle(
        _ wanted: Int64, _ item: Int64, _ parts: [Part], _ place: Int64?, _ judging: Judging
    ) -> (LineRefusal.Code?, Int64) {
        let room = max(0, judging.rooms[item] ?? .max)
        var units = Int64.max
        var share = Int64.max
        var isEmpty = false
        for part in parts {
            guard let pool = judging.pools[part.item] else { return (.outOfStock, 0) }
            units = min(units, pool.left(at: place) / part.quantity)
            if pool.total < part.quantity { isEmpty = true }
            if let left = pool.allocation { share = min(share, max(0, left) / part.quantity) }
        }
        let possible = min(room, units, share)
        if room < wanted { return (.holderLimit, possible) }
        if units < wanted { return (isEmpty ? .outOfStock : .insufficientStock, possible) }
        if share < wanted { return (.allocationExhausted, possible) }
        return (nil, wanted)
    }

    private func grant(
        _ quantity: Int64, _ backordered: Int64, _ item: Int64, _ parts: [Part],
        _ place: Int64?, _ index: Int, _ judging: inout Judging
    ) {
        for part in parts {
            let units = (quantity - backordered) * part.quantity
            judging.pools[part.item]?.givenInAll += units
            if let place { judging.pools[part.item]?.given[place, default: 0] += units }
            if let left = judging.pools[part.item]?.allocation {
                judging.pools[part.item]?.allocation = left - units
            }
        }
        if let room = judging.rooms[item] { judging.rooms[item] = room - quantity }
        judging.grants[index] = Grant(quantity: quantity, backordered: backordered)
    }

    /// How many units of an item the holder may hold in this reservation.
    private func holderRoom(_ item: Int64, _ request: ReserveRequest, _ own: Promise?) -> Int64? {
        guard let limit = settings.holderLimit, let holder = request.holder else { return nil }
        let elsewhere = promises(of: holder)
            .filter { $0.state == .active && $0.id != own?.id }
            .reduce(0) { $0 + $1.quantity(of: item) }
        return max(own?.quantity(of: item) ?? 0, limit - elsewhere)
    }

    private func pool(
        _ item: Int64, _ request: ReserveRequest, _ own: Promise?, _ isPaid: Bool
    ) -> Pool {
        let channel = request.channel.name
        let mine = own?.channel == channel ? own?.spots ?? [:] : [:]
        var pool = Pool()
        for place in placesServing(channel) + (isPaid ? otherPlaces(channel) : []) {
            pool.there[place] = max(0, free(Spot(item: item, place: place)))
        }
        var owned: Int64 = 0
        for (spot, units) in mine where spot.item == item {
            pool.there[spot.place, default: 0] += units
            owned += units
        }
        pool.total = pool.there.values.reduce(0, +)
        if !isPaid { pool.allocation = allocationLeft(item, request, owned) }
        pool.mayPromise = max(0, min(pool.total, pool.allocation ?? .max))
        let waiting = own?.lines.reduce(0) { $0 + ($1.item == item ? $1.backordered : 0) } ?? 0
        if request.kind != .abandonedCart, case .allow(let limit) = items[item]?.backorder {
            let most = limit ?? 9_007_199_254_740_991
            pool.backorder = max(waiting, most - backordered(item) + waiting)
        } else if waiting > 0 {
            pool.backorder = waiting
        }
        return pool
    }

    private func allocationLeft(
        _ item: Int64, _ request: ReserveRequest, _ owned: Int64
    ) -> Int64? {
        let channel = request.channel.name
        let isAbandoned = request.kind == .abandonedCart
        let policy = policy(item, channel)
        guard policy != nil || isAbandoned else { return nil }
        let usage = usage(item, channel)
        let base = baseShare(item, channel)
        var left = Int64.max
        if policy != nil { left = allocation(item, channel) - usage.promised + owned }
        if isAbandoned { left = min(left, base * 8 / 10 - usage.abandoned + owned) }
        return max(owned, left)
    }

    // MARK: Shares

    func policy(_ item: Int64, _ channel: String) -> AllocationPolicy? {
        policies.first {
            $0.channel.name == channel && ($0.sku == nil || $0.sku == items[item]?.sku)
                && ($0.category == nil || $0.category == items[item]?.category)
        }
    }

    private func physical(_ item: Int64, _ channel: String) -> Int64 {
        placesServing(channel).reduce(0) {
            let shelf = shelves[Spot(item: item, place: $1)] ?? Shelf()
            return $0 + shelf.onHand - shelf.unavailable
        }
    }

    private func baseShare(_ item: Int64, _ channel: String) -> Int64 {
        let share = policy(item, channel)?.share.millionths ?? 1_000_000
        return physical(item, channel) * share / 1_000_000
    }

    /// How many units of an item the channel may promise in all.
    private func allocation(_ item: Int64, _ channel: String) -> Int64 {
        let base = baseShare(item, channel)
        let buffer = policy(item, channel)?.buffer?.millionths ?? 0
        let withheld = (base * buffer + 999_999) / 1_000_000
        let floor = usage(item, channel).abandoned + 5
        return max(0, min(physical(item, channel), max(base, floor)) - withheld)
    }

    /// What a channel may still promise of an item.
    func availableToPromise(_ item: Int64, _ channel: String) -> Int64 {
        if let parts = items[item]?.parts, !parts.isEmpty {
            return parts.map { availableToPromise($0.item, channel) / $0.quantity }.min() ?? 0
        }
        let there = placesServing(channel).reduce(Int64(0)) {
            $0 + max(0, free(Spot(item: item, place: $1)))
        }
        guard policy(item, channel) != nil else { return there }
        return max(0, min(there, allocation(item, channel) - usage(item, channel).promised))
    }
}
