import Domain
import Store
import Testing
import TestSupport

/// Nothing is dropped before its time, and never more than a bounded part at once.
@Suite("Tidying, to the millisecond")
struct PruningBoundTests {
    private static let day: Int64 = 86_400_000

    @Test("an event stays for 7 days", arguments: StoreKind.available, [(-1 as Int64, 1), (0, 0)])
    func events(kind: StoreKind, sample: (Int64, Int)) throws {
        let (offset, left) = sample
        let open = try OpenShop(kind)
        try open.save(entries: [LogEntry(type: "a", body: [])])
        try open.store.prune(at: .start(plus: 7 * Self.day + offset), limit: 10)
        #expect(try open.integers("SELECT first_position FROM event_batch").count == left)
        #expect(try open.store.residents().positions == [OpenShop.tenant.id: 1])
    }

    @Test(
        "an ended reservation stays for 90 days after its end, however old it is",
        arguments: StoreKind.available, [(-1 as Int64, true), (0, false)])
    func reservations(kind: StoreKind, sample: (Int64, Bool)) throws {
        let (offset, stays) = sample
        let open = try OpenShop(kind)
        let id = OpenShop.start.milliseconds << 20
        let end = Timestamp.start(plus: 40 * Self.day)
        let ended = Reservation.fixture(id, state: .released, endedAt: end)
        try open.save { $0.reservations = [.init(ended, isNew: true)] }
        try open.store.prune(at: .start(plus: 130 * Self.day + offset), limit: 10)
        #expect(try (open.reservation(ended.id) != nil) == stays)
    }

    @Test(
        "an open reservation is never dropped, and does not keep others from it",
        arguments: StoreKind.available)
    func openOnes(kind: StoreKind) throws {
        let open = try OpenShop(kind)
        let first = OpenShop.start.milliseconds << 20
        try open.save { changes in
            changes.reservations = (0..<20 as Range<Int64>).map { number in
                let isOpen = number < 10
                return .init(
                    .fixture(
                        first + number, state: isOpen ? .active : .expired,
                        endedAt: isOpen ? nil : OpenShop.start),
                    isNew: true)
            }
        }
        let late = Timestamp.start(plus: 365 * Self.day)
        for _ in 0..<3 { try open.store.prune(at: late, limit: 4) }
        #expect(try open.integers("SELECT COUNT(*) FROM reservation") == [18])
        for _ in 0..<3 { try open.store.prune(at: late, limit: 4) }
        #expect(try open.integers("SELECT SUM(is_open) FROM reservation") == [10])
        #expect(try open.integers("SELECT COUNT(*) FROM reservation") == [10])
        // Once through, it starts from the left again.
        try open.save {
            $0.reservations = [
                .init(.fixture(first, state: .released, endedAt: OpenShop.start), isNew: false)
            ]
        }
        for _ in 0..<3 { try open.store.prune(at: late, limit: 4) }
        #expect(try open.integers("SELECT COUNT(*) FROM reservation") == [9])
    }

    @Test("movements stay for good", arguments: StoreKind.available)
    func movements(kind: StoreKind) throws {
        let open = try OpenShop(kind)
        try open.save {
            $0.movements = [
                Movement(
                    id: .fixture(5), item: .fixture(10), location: OpenShop.main, change: .zero,
                    reason: .counted, reference: nil, actor: .engine, reservation: nil,
                    order: nil, at: OpenShop.start)
            ]
        }
        try open.store.prune(at: .start(plus: 9_999 * Self.day), limit: 10)
        #expect(try open.integers("SELECT COUNT(*) FROM movement") == [1])
    }
}
