extension Draft {
    /// What a plan may use beyond the usual.
    struct PlanRules {
        /// The reservation that is restated: its own units do not count against it.
        var own: Reservation?
        /// A late commit takes from any location once the channel's are empty, and is bound by no
        /// allocation and no holder limit, because the money is there.
        var isPaid = false
    }

    /// Works out the lines that a request gets, without changing a quantity.
    ///
    /// It goes by the stock as of now and books no expiry: those that hold what is granted are
    /// booked when it is taken, however many others there are.
    mutating func plan(
        _ request: ReserveRequest, _ rules: PlanRules = PlanRules()
    ) throws(Rejection) -> [ReservationLine] {
        let locations = try resolveLocations(request.lines)
        // Taken out, so that it and the draft can change by turns.
        var planner = Planner()
        swap(&planner, &self.planner)
        defer { swap(&planner, &self.planner) }
        planner.begin(
            lineCount: request.lines.count,
            mode: request.kind == .abandonedCart && !rules.isPaid ? .partial : request.mode,
            selection: shop.settings.sourceSelection,
            serving: shop.locations(serving: request.channel),
            others: rules.isPaid ? otherLocations(request.channel) : [])
        // Lines that name a location are served first, then the others as sent.
        for isNamed in [true, false] {
            for (index, line) in request.lines.enumerated()
            where (line.location != nil) == isNamed {
                let place = isNamed ? locations[index] : nil
                guard let demand = demand(line, at: place, index: index, rules) else {
                    planner.refuse(unknown(line, index: index))
                    continue
                }
                supply(demand, request, rules, &planner)
                planner.judge(demand)
            }
        }
        try check(planner, request)
        return planner.assignedLines()
    }

    private func check(_ planner: Planner, _ request: ReserveRequest) throws(Rejection) {
        guard !planner.refusals.isEmpty else { return }
        let isUnknown = planner.refusals.contains { $0.code == .unknownSKU }
        let granted = planner.lines.contains { $0.quantity > 0 }
        guard planner.mode == .all || isUnknown || !granted else { return }
        throw .insufficientStock(planner.refusals.sorted { $0.index < $1.index })
    }

    private func unknown(_ line: ReserveRequest.Line, index: Int) -> LineRefusal {
        LineRefusal(
            index: index, sku: line.sku, code: .unknownSKU, requested: line.quantity,
            available: 0)
    }

    private func demand(
        _ line: ReserveRequest.Line, at location: ID<Location>?, index: Int, _ rules: PlanRules
    ) -> Planner.Demand? {
        guard let id = shop.item(line.sku), let item = item(id) else { return nil }
        // Taken off sale, it is still there for who holds it or has paid.
        let isTheirs = rules.isPaid || rules.own?.lines.contains { $0.item == id } == true
        guard item.isActive || isTheirs else { return nil }
        return Planner.Demand(
            index: index, sku: line.sku, item: id, quantity: line.quantity, location: location,
            components: item.components)
    }

    /// The location that each line names; of none where no line names one.
    private func resolveLocations(
        _ lines: [ReserveRequest.Line]
    ) throws(Rejection) -> [ID<Location>?] {
        guard lines.contains(where: { $0.location != nil }) else { return [] }
        var refusals: [LineRefusal] = []
        var found: [ID<Location>?] = []
        found.reserveCapacity(lines.count)
        for (index, line) in lines.enumerated() {
            guard let name = line.location else {
                found.append(nil)
                continue
            }
            let location = shop.location(name)?.id
            if location == nil {
                refusals.append(
                    LineRefusal(index: index, sku: line.sku, code: .unknownLocation))
            }
            found.append(location)
        }
        guard refusals.isEmpty else { throw .unknownLocation(refusals) }
        return found
    }

    private func otherLocations(_ channel: Channel) -> [ID<Location>] {
        shop.locations.filter { $0.isActive && !$0.serves(channel) }.map(\.id)
    }

    /// Tells the planner what there is of the demand's items, and what its holder may have.
    private mutating func supply(
        _ demand: Planner.Demand, _ request: ReserveRequest, _ rules: PlanRules,
        _ planner: inout Planner
    ) {
        for part in demand.parts where !planner.hasSupply(of: part.item) {
            addSupply(of: part.item, request, rules, to: &planner)
        }
        guard let limit = shop.settings.holderLimit, let holder = request.holder,
            !rules.isPaid, !planner.hasHolding(of: demand.item)
        else { return }
        let held = liveUnits(of: demand.item, heldBy: holder, except: rules.own?.id)
        // What the reservation has may stay, whatever the limit is by now.
        let own = rules.own?.units(of: demand.item) ?? 0
        planner.limitHolding(of: demand.item, to: max(own, limit - held))
    }

    private mutating func addSupply(
        of item: ID<Item>, _ request: ReserveRequest, _ rules: PlanRules,
        to planner: inout Planner
    ) {
        guard let stock = effectiveStock(item) else {
            return planner.addSupply(of: item, allocation: 0, backorder: nil)
        }
        let own = ownUnits(of: item, in: rules.own, on: request.channel)
        for location in planner.locations {
            let free = max(0, stock.quantities(at: location).free)
            planner.add(Planner.Spot(location: location, own: own[location] ?? 0, free: free))
        }
        if !own.isEmpty {
            for (location, units) in own.sorted(by: { $0.key < $1.key })
            where !planner.locations.contains(location) {
                planner.add(Planner.Spot(location: location, own: units, free: 0))
            }
        }
        planner.addSupply(
            of: item,
            allocation: rules.isPaid
                ? nil : allocationLeft(stock, request, own: own.values.reduce(0, +)),
            backorder: backorderLeft(stock, request, rules))
    }

    /// What is left to the channel, the request's own units not counted against it. Nil: no cap.
    private func allocationLeft(
        _ stock: ItemStock, _ request: ReserveRequest, own: Int64
    ) -> Int64? {
        let isAbandoned = request.kind == .abandonedCart
        guard isAbandoned || !shop.policies.isEmpty else { return nil }
        let policy = shop.policy(for: stock.item, on: request.channel)
        guard isAbandoned || policy != nil else { return nil }
        let usage = stock.usage(of: request.channel)
        let allocation = Allocation(
            policy: policy, physical: shop.physical(of: stock, on: request.channel),
            abandoned: usage.abandoned)
        var left = policy == nil ? Int64.max : allocation.units - usage.promised + own
        if isAbandoned {
            left = min(left, allocation.abandonedMaximum - usage.abandoned + own)
        }
        return max(own, left)
    }

    private func backorderLeft(
        _ stock: ItemStock, _ request: ReserveRequest, _ rules: PlanRules
    ) -> Int64? {
        // What the reservation waits for may stay, whatever the policy is by now.
        let own =
            rules.own?.lines.reduce(0) {
                $0 + ($1.item == stock.item.id ? $1.backordered : 0)
            } ?? 0
        guard request.kind != .abandonedCart, case .allow(let limit) = stock.item.backorder else {
            return own > 0 ? own : nil
        }
        return max(own, (limit ?? Quantities.maximum) - stock.backordered + own)
    }

    /// The units of an item that a reservation holds, by location. On another channel than its
    /// own it has none to keep.
    private func ownUnits(
        of item: ID<Item>, in reservation: Reservation?, on channel: Channel
    ) -> [ID<Location>: Int64] {
        guard let reservation, reservation.channel == channel else { return [:] }
        var units: [ID<Location>: Int64] = [:]
        for line in reservation.lines {
            for source in line.sources where source.item == item && source.units > 0 {
                units[source.location, default: 0] += source.units
            }
        }
        return units
    }

    /// The units of an item in all live reservations of a holder.
    private func liveUnits(
        of item: ID<Item>, heldBy holder: String, except own: ID<Reservation>?
    ) -> Int64 {
        var units: Int64 = 0
        for reservation in reservations(of: holder)
        where reservation.id != own && reservation.state == .active
            && !reservation.hasExpired(at: now)
        {
            units += reservation.units(of: item)
        }
        return units
    }
}

extension Reservation {
    /// The units of its lines of an item.
    fileprivate func units(of item: ID<Item>) -> Int64 {
        lines.reduce(0) { $0 + ($1.item == item ? $1.quantity : 0) }
    }
}
