import Domain

/// A reservation as the auditor knows it.
struct Promise: Equatable {
    let id: Int64
    var state: Reservation.State
    var kind: Reservation.Kind
    let holder: String?
    let isSession: Bool
    let channel: String
    var lines: [Line]
    let createdAt: Timestamp
    /// When its customer came back to an abandoned cart.
    var cartBegan: Timestamp?
    var expiresAt: Timestamp?
    var endedAt: Timestamp?
    var order: String?
    let replaces: Int64?
    var replacedBy: Int64?
    var version: Int64

    struct Line: Equatable {
        let item: Int64
        var quantity: Int64
        var requested: Int64
        var committed: Int64
        var shipped: Int64
        var short: Int64
        var backordered: Int64
        var cancelled: Int64
        var held: [Held]
        /// What one unit takes: the item itself, or a kit's components.
        let parts: [Books.Part]
    }

    struct Held: Equatable {
        let spot: Books.Spot
        var units: Int64
        var shipped: Int64
    }

    init(_ reservation: Reservation) {
        id = reservation.id.rawValue
        state = reservation.state
        kind = reservation.kind
        holder = reservation.holder
        isSession = reservation.isSession
        channel = reservation.channel.name
        lines = reservation.lines.map { Line($0) }
        createdAt = reservation.createdAt
        cartBegan = reservation.cartBegan
        expiresAt = reservation.expiresAt
        endedAt = reservation.endedAt
        order = reservation.order
        replaces = reservation.replaces?.rawValue
        replacedBy = reservation.replacedBy?.rawValue
        version = reservation.version
    }

    var isOpen: Bool {
        switch state {
        case .active: true
        case .committed: lines.contains { $0.committed > 0 || $0.backordered > 0 || $0.short > 0 }
        case .released, .expired, .preempted: false
        }
    }

    func units(at spot: Books.Spot) -> Int64 {
        lines.reduce(0) { sum, line in
            sum + line.held.reduce(0) { $0 + ($1.spot == spot ? $1.units : 0) }
        }
    }

    func units(of item: Int64) -> Int64 {
        lines.reduce(0) { sum, line in
            sum + line.held.reduce(0) { $0 + ($1.spot.item == item ? $1.units : 0) }
        }
    }

    func quantity(of item: Int64) -> Int64 {
        lines.reduce(0) { $0 + ($1.item == item ? $1.quantity : 0) }
    }

    /// Units by place.
    var spots: [Books.Spot: Int64] {
        var found: [Books.Spot: Int64] = [:]
        for line in lines {
            for held in line.held where held.units > 0 {
                found[held.spot, default: 0] += held.units
            }
        }
        return found
    }

    mutating func end(_ state: Reservation.State, at time: Timestamp) {
        self.state = state
        endedAt = time
        version += 1
    }
}

extension Promise.Line {
    init(_ line: ReservationLine) {
        item = line.item.rawValue
        quantity = line.quantity
        requested = line.requested
        committed = line.committed
        shipped = line.shipped
        short = line.short
        backordered = line.backordered
        cancelled = line.cancelled
        held = line.sources.map {
            Promise.Held(
                spot: Books.Spot(item: $0.item.rawValue, place: $0.location.rawValue),
                units: $0.units, shipped: $0.shipped)
        }
        parts =
            line.parts.isEmpty
            ? [Books.Part(item: line.item.rawValue, quantity: 1)]
            : line.parts.map { Books.Part(item: $0.item.rawValue, quantity: $0.quantity) }
    }

    /// On every paid line these add up.
    var addsUp: Bool { committed + short + backordered + shipped + cancelled == quantity }

    /// Whole units of the line that are committed, at one place or at all.
    func committed(at place: Int64?) -> Int64 {
        guard let place else { return committed }
        let whole = parts.map { part in
            held.reduce(0) {
                $0 + ($1.spot == Books.Spot(item: part.item, place: place) ? $1.units : 0)
            } / part.quantity
        }
        return min(committed, whole.min() ?? 0)
    }

    /// Takes `units` out of where they are, in the order of the places; tells from where.
    mutating func take(_ units: Int64, at place: Int64?) -> [Promise.Held] {
        var taken: [Promise.Held] = []
        for part in parts {
            var missing = units * part.quantity
            for index in held.indices
            where held[index].spot.item == part.item
                && (place == nil || held[index].spot.place == place)
            {
                let moved = min(missing, held[index].units)
                guard moved > 0 else { continue }
                held[index].units -= moved
                missing -= moved
                taken.append(Promise.Held(spot: held[index].spot, units: moved, shipped: 0))
            }
        }
        return taken
    }
}
