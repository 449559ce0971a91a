extension Draft {
    /// Takes units from promises that a stock level can no longer keep, the cheapest promise
    /// first, until it balances.
    ///
    /// Source: product.md, *Exact rules*, Preemption.
    mutating func relieve(
        _ item: ID<Item>, at location: ID<Location>, _ preempted: inout [Preempted]
    ) {
        guard let level = stock(item)?.quantities(at: location), level.deficit > 0 else { return }
        // What is past its expiry holds nothing, so nobody pays for it.
        bookExpiries(of: item, at: location) { $0.deficit > 0 }
        for promise in ladder(of: item, at: location) {
            guard let deficit = stock(item)?.quantities(at: location).deficit, deficit > 0 else {
                return
            }
            preempt(promise.id, deficit, of: item, at: location, &preempted)
        }
    }

    /// The promises of an item at a location in the order in which they yield: abandoned carts,
    /// oldest first; carts, checkouts and pending orders, each newest first; then what is paid,
    /// newest payment first.
    private func ladder(of item: ID<Item>, at location: ID<Location>) -> [Reservation] {
        promises(of: item).filter { $0.holds(item, at: location) }
            .sorted { Self.rank($0) < Self.rank($1) }
    }

    private static func rank(_ reservation: Reservation) -> (Int, Int64, Int64) {
        switch reservation.state {
        case .committed:
            return (
                Reservation.Kind.allCases.count, -(reservation.endedAt?.milliseconds ?? 0),
                -reservation.id.rawValue
            )
        case .active, .released, .expired, .preempted:
            let age = reservation.createdAt.milliseconds
            guard reservation.kind == .abandonedCart else {
                return (reservation.kind.rawValue, -age, -reservation.id.rawValue)
            }
            return (reservation.kind.rawValue, age, reservation.id.rawValue)
        }
    }

    /// Takes at most `units` of an item at a location from one reservation.
    private mutating func preempt(
        _ id: ID<Reservation>, _ units: Int64, of item: ID<Item>, at location: ID<Location>,
        _ preempted: inout [Preempted]
    ) {
        guard var reservation = reservation(id) else { return }
        var missing = units
        var lost: [Preempted.Line] = []
        for index in reservation.lines.indices where missing > 0 {
            let (lines, freed) = shrink(
                &reservation, line: index, by: missing, of: item, at: location)
            guard lines > 0 else { continue }
            missing -= freed
            lost.append(Preempted.Line(item: reservation.lines[index].item, quantity: lines))
        }
        guard !lost.isEmpty else { return }
        reservation.version += 1
        if reservation.state == .active,
            reservation.lines.allSatisfy({ $0.quantity == 0 })
        {
            reservation.state = .preempted
            reservation.endedAt = now
        }
        put(reservation)
        emit(
            .reservation(
                .preempted, reservation,
                changed: lost.map { Event.ItemChange(item: $0.item, quantity: -$0.quantity) }))
        note(lost, of: reservation, in: &preempted)
    }

    /// Shrinks one line by as many whole units as free `units` at the location. A kit that loses
    /// a component is lost as a whole, and its other components are free.
    ///
    /// Answers how many line units were lost, and how many of the item that freed there.
    private mutating func shrink(
        _ reservation: inout Reservation, line index: Int, by units: Int64, of item: ID<Item>,
        at location: ID<Location>
    ) -> (lines: Int64, freed: Int64) {
        var line = reservation.lines[index]
        let each = line.unitsPerLineUnit(of: item)
        let there = line.sources.reduce(Int64(0)) {
            $0 + ($1.item == item && $1.location == location ? $1.units : 0)
        }
        guard each > 0, there > 0 else { return (0, 0) }
        let wanted = min(units, there)
        let lines = (wanted + each - 1) / each
        var freed: Int64 = 0
        let before = reservation
        var taken: [(ReservationLine.Source, Int64)] = []
        line.lose(lines, first: item, at: location) { source, units in
            taken.append((source, units))
        }
        for (source, units) in taken {
            if source.item == item, source.location == location { freed += units }
            count(-units, of: source.item, for: before)
            let change =
                before.state == .committed
                ? Delta(committed: -units) : Delta(reserved: -units)
            move(source.item, at: source.location, change, .preempted, for: before)
        }
        if before.state == .committed {
            line.committed -= lines
            line.short += lines
        } else {
            line.quantity -= lines
        }
        reservation.lines[index] = line
        return (lines, freed)
    }

    /// Adds to what the answer tells of this reservation.
    private func note(
        _ lost: [Preempted.Line], of reservation: Reservation, in preempted: inout [Preempted]
    ) {
        let known = preempted.firstIndex { $0.reservation == reservation.id }
        guard let known else {
            preempted.append(
                Preempted(
                    reservation: reservation.id, order: reservation.order, lines: lost))
            return
        }
        preempted[known].lines += lost
    }
}

extension ReservationLine {
    /// Takes `units` of this line out of its sources: the named item first at the named
    /// location, the rest wherever it is.
    mutating func lose(
        _ units: Int64, first item: ID<Item>, at location: ID<Location>,
        _ tell: (Source, Int64) -> Void
    ) {
        let needs = parts.isEmpty ? [Item.Component(item: self.item, quantity: 1)] : parts
        for need in needs {
            var missing = units * need.quantity
            let places = sources.indices.filter { sources[$0].item == need.item }
            let here = places.filter { need.item == item && sources[$0].location == location }
            for index in here + places.filter({ !here.contains($0) }) where missing > 0 {
                let taken = min(missing, sources[index].units)
                guard taken > 0 else { continue }
                tell(sources[index], taken)
                sources[index].units -= taken
                missing -= taken
            }
        }
    }
}
