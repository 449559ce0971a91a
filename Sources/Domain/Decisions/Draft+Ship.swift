extension Draft {
    /// What is done with committed units.
    enum Disposal {
        case ship, cancel
    }

    /// Committed units leave (`ship`), or go back to where they came from (`cancel`); without
    /// picks, all that are left.
    mutating func dispose(
        _ id: ID<Reservation>, _ picks: [Pick]?, _ disposal: Disposal
    ) throws(Rejection) -> Reservation {
        guard let known = current(id) else { throw .reservationNotFound }
        guard known.state == .committed, known.lines.contains(where: { $0.committed > 0 }) else {
            throw .notCommitted([])
        }
        let takes = try picks.map { (picks) throws(Rejection) in try resolve(picks, in: known) }
        var changed = known
        changed.version += 1
        for take in takes ?? Self.everything(of: known) {
            dispose(take, of: &changed, disposal)
        }
        if picks == nil, disposal == .cancel { cancelMissing(&changed) }
        put(changed)
        let before = known.lines.map(\.committed)
        emit(
            .reservation(
                .changed, changed,
                changed: zip(changed.lines, before).compactMap { line, before in
                    line.committed == before
                        ? nil
                        : Event.ItemChange(
                            item: line.item, quantity: line.committed - before)
                }))
        return changed
    }

    /// So many units of one line, from one location or from any.
    private struct Take {
        let line: Int
        let units: Int64
        let location: ID<Location>?
    }

    private static func everything(of reservation: Reservation) -> [Take] {
        reservation.lines.indices.filter { reservation.lines[$0].committed > 0 }.map {
            Take(line: $0, units: reservation.lines[$0].committed, location: nil)
        }
    }

    /// Which lines the picks take from, in the order of the lines.
    private func resolve(
        _ picks: [Pick], in reservation: Reservation
    ) throws(Rejection) -> [Take] {
        var left = reservation.lines
        var takes: [Take] = []
        for (index, pick) in picks.enumerated() {
            let location = try pickedLocation(pick, index)
            let item = shop.item(pick.sku)
            var missing = pick.quantity
            for line in left.indices where left[line].item == item && missing > 0 {
                let units = min(missing, left[line].committedUnits(at: location))
                guard units > 0 else { continue }
                left[line].take(units, at: location) { _, _ in }
                left[line].committed -= units
                takes.append(Take(line: line, units: units, location: location))
                missing -= units
            }
            guard missing == 0 else {
                throw .notCommitted([
                    LineRefusal(
                        index: index, sku: pick.sku, code: .notCommitted,
                        requested: pick.quantity, available: pick.quantity - missing)
                ])
            }
        }
        return takes
    }

    private func pickedLocation(_ pick: Pick, _ index: Int) throws(Rejection) -> ID<Location>? {
        guard let name = pick.location else { return nil }
        guard let location = shop.location(name) else {
            throw .unknownLocation([
                LineRefusal(index: index, sku: pick.sku, code: .unknownLocation)
            ])
        }
        return location.id
    }

    private mutating func dispose(
        _ take: Take, of reservation: inout Reservation, _ disposal: Disposal
    ) {
        var line = reservation.lines[take.line]
        var taken: [(ReservationLine.Source, Int64)] = []
        line.take(take.units, at: take.location) { source, units in
            taken.append((source, units))
        }
        for (source, units) in taken {
            count(-units, of: source.item, for: reservation)
            switch disposal {
            case .ship:
                move(
                    source.item, at: source.location, Delta(onHand: -units, committed: -units),
                    .shipped, for: reservation)
            case .cancel:
                move(
                    source.item, at: source.location, Delta(committed: -units), .uncommitted,
                    for: reservation)
            }
        }
        line.committed -= take.units
        switch disposal {
        case .ship:
            line.shipped += take.units
            line.markShipped(taken)
        case .cancel: line.cancelled += take.units
        }
        reservation.lines[take.line] = line
    }

    /// Cancelling all that is left also ends what is owed without being there.
    private mutating func cancelMissing(_ reservation: inout Reservation) {
        for index in reservation.lines.indices {
            let line = reservation.lines[index]
            countBackordered(-line.backordered, of: line.item)
            reservation.lines[index].cancelled += line.backordered + line.short
            reservation.lines[index].backordered = 0
            reservation.lines[index].short = 0
        }
    }
}

extension ReservationLine {
    /// How many whole units of this line are committed, at one location or at all.
    func committedUnits(at location: ID<Location>?) -> Int64 {
        guard let location else { return committed }
        let held = Dictionary(
            sources.filter { $0.location == location }.map { ($0.item, $0.units) },
            uniquingKeysWith: +)
        guard !parts.isEmpty else { return min(committed, held[item] ?? 0) }
        let kits = parts.map { (held[$0.item] ?? 0) / $0.quantity }.min() ?? 0
        return min(committed, kits)
    }

    /// Takes `units` of this line out of its sources, and tells from where.
    mutating func take(
        _ units: Int64, at location: ID<Location>?, _ tell: (Source, Int64) -> Void
    ) {
        let needs = parts.isEmpty ? [Item.Component(item: item, quantity: 1)] : parts
        for need in needs {
            var missing = units * need.quantity
            for index in sources.indices
            where sources[index].item == need.item && missing > 0
                && (location == nil || sources[index].location == location)
            {
                let taken = min(missing, sources[index].units)
                guard taken > 0 else { continue }
                tell(sources[index], taken)
                sources[index].units -= taken
                missing -= taken
            }
        }
    }

    mutating func markShipped(_ taken: [(Source, Int64)]) {
        for (source, units) in taken {
            for index in sources.indices
            where sources[index].item == source.item
                && sources[index].location == source.location
            {
                sources[index].shipped += units
                break
            }
        }
    }
}
