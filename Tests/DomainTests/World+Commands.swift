import Domain
import TestSupport
import Testing

/// Commands in the words of the rules.
extension World {
    @discardableResult
    mutating func makeItem(
        _ sku: String, product: String? = nil, backorder: BackorderPolicy = .deny,
        parts: [KitPart] = []
    ) throws -> Item {
        let request = ItemRequest.fixture(
            productID: product, backorder: backorder, components: parts)
        guard case .item(let item, _, _) = try run(.putItem(sku: sku, request, .none)) else {
            throw Unexpected()
        }
        return item
    }

    @discardableResult
    mutating func reserve(
        _ lines: KeyValuePairs<String, Int64> = ["P": 1], holder: String? = nil,
        kind: Reservation.Kind = .checkout, channel: Channel = .online, ttl: Int64? = nil,
        mode: ReserveRequest.Mode = .all
    ) throws -> Reservation {
        try reservation(
            by: .reserve(
                .lines(
                    lines, holder: holder, kind: kind, channel: channel, ttl: ttl, mode: mode)))
    }

    @discardableResult
    mutating func restate(
        _ holder: String, _ lines: KeyValuePairs<String, Int64>,
        kind: Reservation.Kind = .cart, ttl: Int64? = nil
    ) throws -> Reservation {
        try reservation(
            by: .restate(holder: holder, .lines(lines, holder: holder, kind: kind, ttl: ttl)))
    }

    @discardableResult
    mutating func commit(
        _ reservation: Reservation, _ deduction: Deduction? = nil
    ) throws -> Reservation {
        try self.reservation(by: .commit(reservation.id, order: "order", deduction: deduction))
    }

    @discardableResult
    mutating func release(_ reservation: Reservation) throws -> Reservation {
        try self.reservation(by: .release(reservation.id))
    }

    @discardableResult
    mutating func change(
        _ reservation: Reservation, ttl: Int64? = nil, kind: Reservation.Kind? = nil,
        lines: [ReserveRequest.Line]? = nil
    ) throws -> Reservation {
        try self.reservation(
            by: .change(
                reservation.id, ReservationChange(ttlSeconds: ttl, lines: lines, kind: kind)))
    }

    /// Adjusts, and answers who lost what.
    @discardableResult
    mutating func adjust(
        _ sku: String, _ amount: AdjustRequest.Amount, at location: String? = nil,
        _ quantity: AdjustRequest.Quantity = .onHand, reason: Movement.Reason = .counted
    ) throws -> [Preempted] {
        let outcome = try run(
            .adjust(
                .fixture(sku, amount, at: location, quantity: quantity, reason: reason)))
        guard case .adjusted(_, let preempted, _) = outcome else { throw Unexpected() }
        return preempted
    }

    /// What a command did to a reservation.
    mutating func reservation(by command: Command) throws -> Reservation {
        guard case .reservation(let reservation, _) = try run(command) else {
            throw Unexpected()
        }
        return reservation
    }

    /// Another outcome than the command can have.
    struct Unexpected: Error {}
}

extension Outcome {
    /// The reservation that it is about, if it is about one.
    var reservation: Reservation? {
        guard case .reservation(let reservation, _) = self else { return nil }
        return reservation
    }
}

extension ReserveRequest {
    static func lines(
        _ lines: KeyValuePairs<String, Int64>, holder: String? = nil,
        kind: Reservation.Kind = .checkout, channel: Channel = .online, ttl: Int64? = nil,
        mode: Mode = .all
    ) -> ReserveRequest {
        .fixture(
            lines.map { (sku: $0.key, quantity: $0.value) }, holder: holder, kind: kind,
            channel: channel, ttlSeconds: ttl, mode: mode)
    }
}

extension Rejection {
    /// Its lines, where it names some.
    var lines: [LineRefusal] {
        switch self {
        case .insufficientStock(let lines), .unknownSKU(let lines), .unknownLocation(let lines),
            .stockChanged(let lines), .negativeStock(let lines), .quantityOutOfRange(let lines),
            .notCommitted(let lines):
            lines
        case .reservationNotFound, .reservationNotActive, .reservationExpired, .itemNotFound,
            .itemInUse, .skuTaken, .versionConflict, .locationNotFound, .codeTaken,
            .locationInUse, .keyNotFound, .quotaExceeded, .invalidField:
            []
        }
    }

    /// One line for want of units.
    static func short(
        _ code: LineRefusal.Code, _ sku: String = "P", line: Int = 0, wanted: Int64,
        available: Int64
    ) -> Rejection {
        .insufficientStock([
            LineRefusal(
                index: line, sku: sku, code: code, requested: wanted, available: available)
        ])
    }
}

extension AllocationPolicy {
    /// A policy for all items, in hundredths.
    static func share(
        _ percent: Int64, on channel: Channel = .online, buffer: Int64? = nil
    ) throws -> AllocationPolicy {
        AllocationPolicy(
            channel: channel, share: try #require(Fraction(millionths: percent * 10_000)),
            buffer: try buffer.map { try #require(Fraction(millionths: $0 * 10_000)) })
    }
}
