import Domain
import Store
import TestSupport
import Testing

/// A paid line whose own numbers do not add up is found, whatever the levels say.
@Suite("Paid lines")
struct LineCheckTests {
    /// The lines that are named when this one stands behind one that balances.
    private func unbalanced(
        _ line: ReservationLine, in kind: StoreKind, state: Reservation.State = .committed
    ) throws -> [LineCheck.Unbalanced] {
        let open = try OpenShop(kind)
        let reservation = Reservation(
            id: .fixture(100), state: state, kind: .order, holder: nil, channel: .online,
            lines: [Self.kit(), line], createdAt: OpenShop.start, expiresAt: nil)
        try open.save { $0.reservations = [.init(reservation, isNew: true)] }
        return try open.read { try LineCheck.unbalanced(of: OpenShop.tenant.id, in: $0) }
    }

    /// Fifteen units: three committed at the source, and each other count its own number.
    private static func plain() -> ReservationLine {
        var line = ReservationLine(
            item: .fixture(10), quantity: 15, requested: 15, backordered: 2,
            sources: [
                .init(item: .fixture(10), location: OpenShop.main, units: 3, shipped: 4)
            ])
        (line.committed, line.shipped, line.short, line.cancelled) = (3, 4, 1, 5)
        return line
    }

    /// Two kits of one and two parts.
    private static func kit() -> ReservationLine {
        var line = ReservationLine(
            item: .fixture(11), quantity: 2, requested: 2,
            sources: [
                .init(item: .fixture(10), location: OpenShop.main, units: 2),
                .init(item: .fixture(12), location: OpenShop.main, units: 4),
            ],
            parts: [
                .init(item: .fixture(10), quantity: 1), .init(item: .fixture(12), quantity: 2),
            ])
        line.committed = 2
        return line
    }

    @Test("lines that balance are not named", arguments: StoreKind.available)
    func sound(kind: StoreKind) throws {
        #expect(try unbalanced(Self.plain(), in: kind) == [])
        #expect(try unbalanced(Self.kit(), in: kind) == [])
    }

    private static let counts: [@Sendable (inout ReservationLine) -> Void] = [
        { $0.quantity += 1 }, { $0.shipped += 1 }, { $0.short += 1 }, { $0.backordered += 1 },
        { $0.cancelled += 1 },
        { line in
            line.committed += 1
            line.short -= 1
        },
        { $0.sources[0].units += 1 },
    ]

    @Test("a wrong number is named by its line", arguments: StoreKind.available, 0..<7)
    func wrong(kind: StoreKind, number: Int) throws {
        for sound in [Self.plain(), Self.kit()] {
            var line = sound
            // A count below 0 would be no lines text at all.
            if line.short == 0 { (line.short, line.quantity) = (1, line.quantity + 1) }
            Self.counts[number](&line)
            #expect(
                try unbalanced(line, in: kind) == [.init(reservation: .fixture(100), line: 1)])
        }
    }

    @Test("what is not paid need not add up", arguments: StoreKind.available)
    func active(kind: StoreKind) throws {
        var line = Self.plain()
        line.cancelled = 0
        #expect(try unbalanced(line, in: kind, state: .active) == [])
    }
}
