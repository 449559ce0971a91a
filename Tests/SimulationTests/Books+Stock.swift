import Domain

extension Books {
    mutating func adjust(
        _ request: AdjustRequest, _ result: CommandResult, _ now: Timestamp
    ) throws(Mismatch) {
        if let rejection = unresolved(request) { return try refused(result, rejection) }
        let before = self
        var refusals: [LineRefusal] = []
        var changes: [Change] = []
        var losses: [Loss] = []
        for (index, line) in request.lines.enumerated() {
            guard let spot = spot(line) else { continue }
            if let refusal = refusal(line, index, spot) {
                refusals.append(refusal)
                continue
            }
            if let change = apply(line, spot) { changes.append(change) }
            preempt(at: spot, now, &losses)
        }
        if let rejection = Self.rejection(refusals) {
            self = before
            return try refused(result, rejection)
        }
        guard case .adjusted(let movements, let preempted, let dryRun) = try outcome(result)
        else { throw Mismatch("nothing adjusted: \(result)") }
        try agree("dry run", found: dryRun, expected: request.dryRun)
        try agree("movements", found: movements.map { Change($0) }, expected: changes)
        try agree("preempted", found: preempted.map { Loss($0) }, expected: losses)
        if request.dryRun { self = before }
    }

    struct Change: Equatable {
        let spot: Spot
        let change: Delta

        init(spot: Spot, change: Delta) {
            self.spot = spot
            self.change = change
        }

        init(_ movement: Movement) {
            spot = Spot(item: movement.item.rawValue, place: movement.location.rawValue)
            change = movement.change
        }
    }

    /// What one reservation lost, line by line.
    struct Loss: Equatable {
        let promise: Int64
        var lines: [Part]

        init(promise: Int64, lines: [Part]) {
            self.promise = promise
            self.lines = lines
        }

        init(_ preempted: Preempted) {
            promise = preempted.reservation.rawValue
            lines = preempted.lines.map { Part(item: $0.item.rawValue, quantity: $0.quantity) }
        }
    }

    private func spot(_ line: AdjustRequest.Line) -> Spot? {
        guard let item = item(line.sku), let place = place(line.location ?? .code("main")) else {
            return nil
        }
        return Spot(item: item, place: place)
    }

    private func unresolved(_ request: AdjustRequest) -> Rejection? {
        var skus: [LineRefusal] = []
        var locations: [LineRefusal] = []
        for (index, line) in request.lines.enumerated() {
            guard let item = item(line.sku) else {
                skus.append(LineRefusal(index: index, sku: line.sku, code: .unknownSKU))
                continue
            }
            guard place(line.location ?? .code("main")) != nil else {
                locations.append(
                    LineRefusal(index: index, sku: line.sku, code: .unknownLocation))
                continue
            }
            guard items[item]?.parts.isEmpty == true else {
                return .invalidField("lines[\(index)].sku", detail: "")
            }
        }
        if !skus.isEmpty { return .unknownSKU(skus) }
        return locations.isEmpty ? nil : .unknownLocation(locations)
    }

    private static func rejection(_ refusals: [LineRefusal]) -> Rejection? {
        let changed = refusals.filter { $0.code == .stockChanged }
        let negative = refusals.filter { $0.code == .negativeStock }
        if !changed.isEmpty { return .stockChanged(changed) }
        if !negative.isEmpty { return .negativeStock(negative) }
        return refusals.isEmpty ? nil : .quantityOutOfRange(refusals)
    }

    private func target(_ line: AdjustRequest.Line, _ current: Int64) -> Int64 {
        switch line.amount {
        case .delta(let delta): current + delta
        case .setTo(let value): value
        }
    }

    private func refusal(
        _ line: AdjustRequest.Line, _ index: Int, _ spot: Spot
    ) -> LineRefusal? {
        let shelf = shelves[spot] ?? Shelf()
        let current = shelf[line.quantity]
        let target = target(line, current)
        let elsewhere = shelves.filter { $0.key.item == spot.item && $0.key != spot }
            .reduce(Int64(0)) { $0 + $1.value[line.quantity] }
        let code: LineRefusal.Code? =
            if let expected = line.expected, expected != current {
                .stockChanged
            } else if target < 0 || (line.quantity == .unavailable && target > shelf.onHand) {
                .negativeStock
            } else if elsewhere + target > Quantities.maximum {
                .quantityOutOfRange
            } else {
                nil
            }
        return code.map {
            LineRefusal(index: index, sku: line.sku, code: $0, current: current)
        }
    }

    /// Nil where nothing changes.
    private mutating func apply(_ line: AdjustRequest.Line, _ spot: Spot) -> Change? {
        let before = shelves[spot] ?? Shelf()
        var after = before
        after[line.quantity] = target(line, before[line.quantity])
        after.unavailable = min(after.unavailable, after.onHand)
        guard after != before else { return nil }
        shelves[spot] = after
        return Change(
            spot: spot,
            change: Delta(
                onHand: after.onHand - before.onHand,
                unavailable: after.unavailable - before.unavailable,
                incoming: after.incoming - before.incoming,
                safetyStock: after.safetyStock - before.safetyStock))
    }

    // MARK: The ladder

    /// Takes units from the cheapest promises until the shelf can keep the rest.
    private mutating func preempt(at spot: Spot, _ now: Timestamp, _ losses: inout [Loss]) {
        let ladder = openPromises.filter { $0.units(at: spot) > 0 }
            .sorted { Self.rank($0) < Self.rank($1) }
        for var promise in ladder {
            let shelf = shelves[spot] ?? Shelf()
            let held = held(spot)
            let missing = held.reserved + held.committed - shelf.onHand + shelf.unavailable
            guard missing > 0 else { return }
            let lost = promise.lose(missing, at: spot, now)
            keep(promise)
            if let known = losses.firstIndex(where: { $0.promise == promise.id }) {
                losses[known].lines += lost
            } else {
                losses.append(Loss(promise: promise.id, lines: lost))
            }
        }
    }

    /// Abandoned carts, oldest first; carts, checkouts, orders, newest first; newest payments.
    private static func rank(_ promise: Promise) -> (Int, Int64, Int64) {
        if promise.state == .committed {
            return (9, -(promise.endedAt?.milliseconds ?? 0), -promise.id)
        }
        let sign: Int64 = promise.kind == .abandonedCart ? 1 : -1
        return (
            promise.kind.rawValue, sign * promise.createdAt.milliseconds, sign * promise.id
        )
    }

    // MARK: Moving

    mutating func transfer(_ request: TransferRequest, _ result: CommandResult) throws(Mismatch) {
        guard let from = place(request.from) else {
            return try refused(result, Self.unknownPlace("from"))
        }
        guard let to = place(request.to) else {
            return try refused(result, Self.unknownPlace("to"))
        }
        guard from != to else { return try refused(result, .invalidField("to", detail: "")) }
        let unknown = request.lines.enumerated().filter { _, line in
            item(line.sku).map { items[$0]?.parts.isEmpty != true } ?? true
        }
        guard unknown.isEmpty else {
            let lines = unknown.map {
                LineRefusal(
                    index: $0, sku: $1.sku, code: .unknownSKU, requested: $1.quantity)
            }
            return try refused(result, .unknownSKU(lines))
        }
        var moved: [Int64: Int64] = [:]
        var refusals: [LineRefusal] = []
        for (index, line) in request.lines.enumerated() {
            guard let item = item(line.sku) else { continue }
            let available = max(0, free(Spot(item: item, place: from)))
            guard moved[item, default: 0] + line.quantity > available else {
                moved[item, default: 0] += line.quantity
                continue
            }
            refusals.append(
                LineRefusal(
                    index: index, sku: line.sku,
                    code: available == 0 ? .outOfStock : .insufficientStock,
                    requested: line.quantity, available: available))
        }
        guard refusals.isEmpty else { return try refused(result, .insufficientStock(refusals)) }
        guard case .transferred = try outcome(result) else {
            throw Mismatch("nothing transferred: \(result)")
        }
        for (item, units) in moved {
            shelves[Spot(item: item, place: from), default: Shelf()].onHand -= units
            shelves[Spot(item: item, place: to), default: Shelf()].onHand += units
        }
    }

    private static func unknownPlace(_ field: String) -> Rejection {
        .unknownLocation([LineRefusal(index: 0, sku: field, code: .unknownLocation)])
    }
}

extension Promise {
    /// Loses whole units of lines until `missing` units are free at the spot; tells which.
    mutating func lose(
        _ missing: Int64, at spot: Books.Spot, _ now: Timestamp
    ) -> [Books.Part] {
        var missing = missing
        var lost: [Books.Part] = []
        for index in lines.indices where missing > 0 {
            let before = lines[index].held.reduce(0) { $0 + ($1.spot == spot ? $1.units : 0) }
            let part = lines[index].parts.first { $0.item == spot.item }
            guard before > 0, let each = part?.quantity else { continue }
            let units = (min(missing, before) + each - 1) / each
            lines[index].lose(units, firstAt: spot)
            let after = lines[index].held.reduce(0) { $0 + ($1.spot == spot ? $1.units : 0) }
            missing -= before - after
            if state == .committed {
                lines[index].committed -= units
                lines[index].short += units
            } else {
                lines[index].quantity -= units
            }
            lost.append(Books.Part(item: lines[index].item, quantity: units))
        }
        version += 1
        if state == .active, lines.allSatisfy({ $0.quantity == 0 }) {
            state = .preempted
            endedAt = now
        }
        return lost
    }
}

extension Promise.Line {
    /// The named spot pays first; a kit's other components are freed wherever they are.
    mutating func lose(_ units: Int64, firstAt spot: Books.Spot) {
        for part in parts {
            var missing = units * part.quantity
            let those = held.indices.filter { held[$0].spot.item == part.item }
            for index in those.filter({ held[$0].spot == spot })
                + those.filter({ held[$0].spot != spot })
            {
                let taken = min(missing, held[index].units)
                held[index].units -= taken
                missing -= taken
            }
        }
    }
}
