import Domain
import Store
import Testing
import TestSupport

/// The recount finds every number that does not follow from the ledger and the promises.
@Suite("Recount")
struct RecountTests {
    /// A shop whose books balance: 10 on hand, 3 reserved, 2 committed.
    private func balanced(_ kind: StoreKind) throws -> OpenShop {
        let open = try OpenShop(kind)
        var committed = Reservation.fixture(101, state: .committed, units: 2)
        committed = Reservation(
            id: committed.id, state: .committed, kind: .order, holder: nil, channel: .online,
            lines: committed.lines.map {
                var line = $0
                line.committed = 2
                return line
            }, createdAt: OpenShop.start, expiresAt: nil, order: "o")
        let ended = Reservation.fixture(102, state: .released, endedAt: OpenShop.start)
        try open.save {
            $0.catalog = [.item(.fixture(id: .fixture(10)), ItemProfile(title: ""), isNew: true)]
            $0.levels = [
                .init(
                    item: .fixture(10), location: OpenShop.main,
                    quantities: Quantities(
                        onHand: 10, reserved: 3, committed: 2, unavailable: 1, incoming: 4,
                        safetyStock: 5))
            ]
            $0.reservations = [
                .init(.fixture(100, units: 3), isNew: true), .init(committed, isNew: true),
                .init(ended, isNew: true),
            ]
            $0.movements = [
                .fixture(1, Delta(onHand: 12, incoming: 4, safetyStock: 5)),
                .fixture(2, Delta(reserved: 5)),
                .fixture(3, Delta(onHand: -2, reserved: -2, committed: 2, unavailable: 1)),
            ]
        }
        return open
    }

    /// Where the books do not balance; a recount of the one item by itself finds the same.
    private func differences(
        _ open: OpenShop, of tenant: ID<Tenant> = OpenShop.tenant.id
    ) throws -> [Difference] {
        let one = Suspect(
            item: .fixture(10), reservations: [.fixture(100), .fixture(101), .fixture(102)])
        let other = Suspect(item: .fixture(11), reservations: one.reservations)
        let found = try open.store.differences(of: tenant, among: [one])
        #expect(try open.store.differences(of: tenant, among: [other]) == [])
        #expect(try open.store.differences(of: tenant, among: [other, one]) == found)
        let all = try open.read { snapshot in
            try Recount.differences(of: tenant, in: snapshot)
        }
        #expect(found == all)
        return all
    }

    @Test("books that balance have no difference", arguments: StoreKind.available)
    func sound(kind: StoreKind) throws {
        #expect(try differences(try balanced(kind)) == [])
    }

    @Test(
        "a level that was changed around the ledger is named, with what is right",
        arguments: StoreKind.available,
        [
            ("on_hand", 10), ("reserved", 3), ("committed", 2), ("unavailable", 1),
            ("incoming", 4), ("safety_stock", 5),
        ] as [(String, Int64)])
    func level(kind: StoreKind, sample: (String, Int64)) throws {
        let (quantity, value) = sample
        let open = try balanced(kind)
        try open.falsify("UPDATE stock_level SET \(quantity) = \(quantity) + 1")
        #expect(
            try differences(open) == [
                Difference(
                    item: .fixture(10), location: OpenShop.main, quantity: quantity,
                    expected: value, actual: value + 1, ledger: value)
            ])
    }

    @Test("a movement that is gone is named by what it changed", arguments: StoreKind.available)
    func ledger(kind: StoreKind) throws {
        let open = try balanced(kind)
        try open.falsify("DELETE FROM movement WHERE id = 2")
        #expect(
            try differences(open) == [
                Difference(
                    item: .fixture(10), location: OpenShop.main, quantity: "reserved",
                    expected: 3, actual: 3, ledger: -2)
            ])
    }

    @Test(
        "units that no reservation holds, and levels that are gone, are named",
        arguments: StoreKind.available)
    func promises(kind: StoreKind) throws {
        let open = try balanced(kind)
        try open.falsify("DELETE FROM reservation WHERE id = 100")
        #expect(
            try differences(open) == [
                Difference(
                    item: .fixture(10), location: OpenShop.main, quantity: "reserved",
                    expected: 0, actual: 3, ledger: 3)
            ])
        try open.falsify("DELETE FROM stock_level")
        let named = try differences(open).map(\.quantity)
        #expect(
            named == [
                "on_hand", "reserved", "committed", "unavailable", "incoming", "safety_stock",
            ])
    }

    @Test("another tenant's books do not count", arguments: StoreKind.available)
    func tenants(kind: StoreKind) throws {
        let open = try balanced(kind)
        try open.falsify("UPDATE stock_level SET on_hand = 99")
        #expect(try differences(open, of: .fixture(77)) == [])
    }

    @Test(
        "lines that cannot be read are an error, not a difference", arguments: StoreKind.available)
    func damaged(kind: StoreKind) throws {
        let open = try balanced(kind)
        try open.falsify("UPDATE reservation SET lines = 'x' WHERE id = 100")
        #expect(throws: StoreError.corrupt(table: "reservation", key: "text at 0")) {
            try differences(open)
        }
    }
}

extension Movement {
    fileprivate static func fixture(_ id: Int64, _ change: Delta) -> Movement {
        Movement(
            id: .fixture(id), item: .fixture(10), location: OpenShop.main, change: change,
            reason: .corrected, reference: nil, actor: .engine, reservation: nil, order: nil,
            at: OpenShop.start)
    }
}
