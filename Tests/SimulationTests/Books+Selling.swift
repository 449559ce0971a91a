import Domain

extension Books {
    mutating func change(
        _ id: Int64, _ change: ReservationChange, _ result: CommandResult, _ now: Timestamp
    ) throws(Mismatch) {
        guard let before = current(id) else { return try refused(result, .reservationNotFound) }
        let isExpired = before.state == .expired
        guard before.state == .active || isExpired else {
            return try refused(result, .reservationNotActive(before.state))
        }
        let kind = max(change.kind ?? before.kind, before.kind)
        if let ttl = change.ttlSeconds, ttl > kind.ttlMaximum {
            return try refused(result, .invalidField("ttl_seconds", detail: ""))
        }
        guard !isExpired else { return try renew(before, as: id, kind, change, result, now) }
        var expiresAt = before.expiresAt
        let began = cartBegan(before, as: kind, now)
        if change.ttlSeconds != nil || kind != before.kind {
            let start = began ?? before.createdAt
            expiresAt = expiry(kind, change.ttlSeconds, lifeFrom: start, now)
        }
        guard let lines = change.lines else {
            let found = try reservation(result, isNew: false)
            var expected = before
            expected.kind = kind
            expected.cartBegan = began
            expected.expiresAt = expiresAt
            expected.version += 1
            try agree("the changed reservation", found: Promise(found), expected: expected)
            return keep(expected)
        }
        let request = ReserveRequest(
            lines: lines, holder: before.holder, kind: kind, channel: Channel(before.channel))
        var wish = Wish(
            request: request, own: before, isSession: before.isSession,
            replaces: before.replaces, createdAt: before.createdAt, cartBegan: began)
        wish.expiresAt = expiresAt
        switch judge(request, own: before) {
        case .refused(let rejection): try refused(result, rejection)
        case .granted(let grants):
            let changed = try reservation(result, isNew: false)
            try check(changed, grants, wish)
            keep(Promise(changed))
        }
    }

    /// One that has expired is never revived: its units are taken again under a new id.
    private mutating func renew(
        _ expired: Promise, as name: Int64, _ kind: Reservation.Kind,
        _ change: ReservationChange, _ result: CommandResult, _ now: Timestamp
    ) throws(Mismatch) {
        let request = ReserveRequest(
            lines: change.lines ?? lines(of: expired), holder: expired.holder, kind: kind,
            channel: Channel(expired.channel), ttlSeconds: change.ttlSeconds)
        var wish = Wish(request: request, replaces: expired.id, createdAt: now)
        wish.isSession = expired.isSession && expired.holder.map { session(of: $0) == nil } == true
        wish.expiresAt = expiry(kind, change.ttlSeconds, lifeFrom: now, now)
        switch judge(request) {
        case .refused(.unknownLocation(let lines)): try refused(result, .unknownLocation(lines))
        case .refused: try refused(result, .reservationExpired)
        case .granted(let grants):
            let made = try reservation(result, isNew: true)
            try check(made, grants, wish)
            replace(expired, by: made, name)
        }
    }

    /// The name that the command used leads to the new one as well.
    private mutating func replace(_ expired: Promise, by made: Reservation, _ name: Int64) {
        promises[name]?.replacedBy = made.id.rawValue
        var replaced = expired
        replaced.replacedBy = made.id.rawValue
        replaced.version += 1
        keep(replaced)
        keep(Promise(made))
    }

    /// What a reservation held, as a request.
    private func lines(of promise: Promise) -> [ReserveRequest.Line] {
        promise.lines.filter { $0.quantity > 0 }.map {
            ReserveRequest.Line(sku: sku($0.item), quantity: $0.quantity)
        }
    }

    mutating func commit(
        _ id: Int64, _ order: String?, _ deduction: Deduction?, _ result: CommandResult,
        _ now: Timestamp
    ) throws(Mismatch) {
        guard let before = current(id) else { return try refused(result, .reservationNotFound) }
        let deduction = deduction ?? settings.deduction
        switch before.state {
        case .committed:
            let same = try reservation(result, isNew: false)
            try agree("the sold reservation", found: Promise(same), expected: before)
        case .released, .preempted:
            try refused(result, .reservationNotActive(before.state))
        case .active:
            let sold = try reservation(result, isNew: false)
            let expected = before.sold(order, deduction, at: now)
            try agree("the sold reservation", found: Promise(sold), expected: expected)
            if deduction == .now { leave(from: before, to: expected) }
            keep(expected)
        case .expired: try commitLate(before, as: id, order, deduction, result, now)
        }
    }

    /// The money is there: no share and no limit binds, but the units must be somewhere.
    private mutating func commitLate(
        _ expired: Promise, as name: Int64, _ order: String?, _ deduction: Deduction,
        _ result: CommandResult, _ now: Timestamp
    ) throws(Mismatch) {
        let request = ReserveRequest(
            lines: lines(of: expired), holder: expired.holder, kind: expired.kind,
            channel: Channel(expired.channel))
        var wish = Wish(
            request: request, isSession: expired.isSession, replaces: expired.id, isPaid: true,
            createdAt: now)
        wish.expiresAt = expiry(expired.kind, nil, lifeFrom: now, now)
        switch judge(request, isPaid: true) {
        case .refused(let rejection): try refused(result, rejection)
        case .granted(let grants):
            let sold = try reservation(result, isNew: true)
            try check(sold, grants, wish)
            let promise = Promise(sold)
            try agree("state", found: promise.state, expected: .committed)
            try agree("order", found: promise.order, expected: order)
            for line in promise.lines {
                let units = line.quantity - line.backordered
                let isLater = deduction == .onShipment
                try agree("committed", found: line.committed, expected: isLater ? units : 0)
                try agree("shipped", found: line.shipped, expected: isLater ? 0 : units)
            }
            if deduction == .now {
                for (spot, units) in promise.takenSpots { shelves[spot]?.onHand -= units }
            }
            replace(expired, by: sold, name)
        }
    }

    mutating func release(
        _ id: Int64, _ result: CommandResult, _ now: Timestamp
    ) throws(Mismatch) {
        guard var promise = current(id) else {
            return try refused(result, .reservationNotFound)
        }
        guard promise.state != .committed else {
            return try refused(result, .reservationNotActive(.committed))
        }
        if promise.state == .active { promise.end(.released, at: now) }
        let found = try reservation(result, isNew: false)
        try agree("the released reservation", found: Promise(found), expected: promise)
        keep(promise)
    }

    // MARK: Shipping

    mutating func dispose(
        _ id: Int64, _ picks: [Pick]?, isShipment: Bool, _ result: CommandResult
    ) throws(Mismatch) {
        guard var promise = current(id) else { return try refused(result, .reservationNotFound) }
        guard promise.state == .committed, promise.lines.contains(where: { $0.committed > 0 })
        else { return try refused(result, .notCommitted([])) }
        if let picks {
            for (index, pick) in picks.enumerated() {
                if let refusal = take(pick, index, of: &promise, isShipment) {
                    return try refused(result, refusal)
                }
            }
        } else {
            for line in promise.lines.indices {
                let units = promise.lines[line].committed
                take(units, at: nil, of: &promise, line, isShipment)
                if !isShipment { promise.lines[line].cancelMissing() }
            }
        }
        promise.version += 1
        let found = try reservation(result, isNew: false)
        try agree("what is left to ship", found: Promise(found), expected: promise)
        if isShipment { leave(from: promises[promise.id], to: promise) }
        keep(promise)
    }

    private func take(
        _ pick: Pick, _ index: Int, of promise: inout Promise, _ isShipment: Bool
    ) -> Rejection? {
        let place = pick.location.flatMap { self.place($0) }
        if pick.location != nil, place == nil {
            return .unknownLocation([
                LineRefusal(index: index, sku: pick.sku, code: .unknownLocation)
            ])
        }
        var missing = pick.quantity
        for line in promise.lines.indices where sku(promise.lines[line].item) == pick.sku {
            let units = min(missing, promise.lines[line].committed(at: place))
            take(units, at: place, of: &promise, line, isShipment)
            missing -= units
        }
        guard missing > 0 else { return nil }
        return .notCommitted([
            LineRefusal(
                index: index, sku: pick.sku, code: .notCommitted, requested: pick.quantity,
                available: pick.quantity - missing)
        ])
    }

    private func take(
        _ units: Int64, at place: Int64?, of promise: inout Promise, _ line: Int,
        _ isShipment: Bool
    ) {
        guard units > 0 else { return }
        let taken = promise.lines[line].take(units, at: place)
        promise.lines[line].committed -= units
        guard isShipment else { return promise.lines[line].cancelled += units }
        promise.lines[line].shipped += units
        for part in taken {
            let index = promise.lines[line].held.firstIndex { $0.spot == part.spot }
            guard let index else { continue }
            promise.lines[line].held[index].shipped += part.units
        }
    }

    /// Shipped units leave the shelf.
    private mutating func leave(from before: Promise?, to after: Promise) {
        let old = before?.spots ?? [:]
        let new = after.spots
        for (spot, units) in old { shelves[spot]?.onHand -= units - (new[spot] ?? 0) }
    }
}

extension Promise {
    /// The reservation once it is bought.
    func sold(_ order: String?, _ deduction: Deduction, at now: Timestamp) -> Promise {
        var sold = self
        sold.end(.committed, at: now)
        sold.order = order
        for index in sold.lines.indices {
            let units = sold.lines[index].quantity - sold.lines[index].backordered
            switch deduction {
            case .onShipment: sold.lines[index].committed = units
            case .now:
                sold.lines[index].shipped = units
                for held in sold.lines[index].held.indices {
                    sold.lines[index].held[held].shipped = sold.lines[index].held[held].units
                    sold.lines[index].held[held].units = 0
                }
            }
        }
        return sold
    }
}

extension Promise.Line {
    /// Cancelling all that is left also ends what is owed without being there.
    mutating func cancelMissing() {
        cancelled += backordered + short
        backordered = 0
        short = 0
    }
}
