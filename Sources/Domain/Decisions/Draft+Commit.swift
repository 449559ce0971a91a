extension Draft {
    /// Makes the units of a reservation sold: they leave `reserved`.
    ///
    /// Repeating is harmless. One that has expired is sold late: the units are taken again under
    /// a new id, if they are there; the old one stays expired.
    mutating func commit(
        _ id: ID<Reservation>, order: String?, deduction: Deduction?
    ) throws(Rejection) -> Outcome {
        guard let reservation = current(id) else { throw .reservationNotFound }
        let deduction = deduction ?? shop.settings.deduction
        switch reservation.state {
        case .committed: return .reservation(reservation, isNew: false)
        case .released, .preempted: throw .reservationNotActive(reservation.state)
        case .active where !reservation.hasExpired(at: now):
            return .reservation(sell(reservation, order, deduction), isNew: false)
        case .active, .expired:
            let sold = try sellLate(reservation, order, deduction)
            lead(id, to: sold)
            return .reservation(sold, isNew: true)
        }
    }

    private mutating func sell(
        _ reservation: Reservation, _ order: String?, _ deduction: Deduction
    ) -> Reservation {
        var sold = reservation
        sold.state = .committed
        sold.endedAt = now
        sold.order = order
        sold.version += 1
        for index in sold.lines.indices {
            sell(&sold.lines[index], of: sold, before: reservation, deduction)
        }
        put(sold)
        emit(.reservation(.committed, sold, changed: []))
        return sold
    }

    private mutating func sell(
        _ line: inout ReservationLine, of sold: Reservation, before: Reservation,
        _ deduction: Deduction
    ) {
        let units = line.quantity - line.backordered
        for index in line.sources.indices {
            let source = line.sources[index]
            guard source.units > 0 else { continue }
            count(-source.units, of: source.item, for: before)
            switch deduction {
            case .onShipment:
                count(source.units, of: source.item, for: sold)
                move(
                    source.item, at: source.location,
                    Delta(reserved: -source.units, committed: source.units), .committed,
                    for: sold)
            case .now:
                line.sources[index].units = 0
                line.sources[index].shipped = source.units
                move(
                    source.item, at: source.location,
                    Delta(onHand: -source.units, reserved: -source.units), .committed, for: sold)
            }
        }
        switch deduction {
        case .onShipment: line.committed = units
        case .now: line.shipped = units
        }
    }

    private mutating func sellLate(
        _ expired: Reservation, _ order: String?, _ deduction: Deduction
    ) throws(Rejection) -> Reservation {
        if expired.state == .active { bookExpiry(expired) }
        let request = ReserveRequest(
            lines: wish(of: expired), holder: expired.holder, kind: expired.kind,
            channel: expired.channel, metadata: expired.metadata)
        let lines = try plan(request, PlanRules(isPaid: true))
        let taken = open(
            request, lines, isSession: expired.isSession, replacing: expired)
        return sell(taken, order, deduction)
    }
}
