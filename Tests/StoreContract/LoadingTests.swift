import Domain
import Store
import TestSupport
import Testing

/// What is loaded by name: all that a decision may ask for, and nothing else.
@Suite("Loaded by name")
struct LoadingTests {
    private func shop(_ reservations: [Reservation], in kind: StoreKind) throws -> OpenShop {
        let open = try OpenShop(kind)
        try open.save { changes in
            changes.reservations = reservations.map { .init($0, isNew: true) }
        }
        return open
    }

    private func load(_ needs: Needs, _ open: OpenShop) throws -> [Int64] {
        try open.store.load(needs, of: OpenShop.tenant.id).reservations.map(\.id.rawValue)
    }

    private static func replaced(_ id: Int64, by successor: Int64?) -> Reservation {
        Reservation(
            id: .fixture(id), state: .expired, kind: .checkout, holder: nil, channel: .online,
            lines: [], createdAt: OpenShop.start, expiresAt: OpenShop.start,
            replacedBy: successor.map { .fixture($0) })
    }

    @Test(
        "with a reservation come all that took its place, each once, however many name them",
        arguments: StoreKind.available)
    func chain(kind: StoreKind) throws {
        let chain = (1...300 as ClosedRange<Int64>).map {
            Self.replaced($0, by: $0 < 300 ? $0 + 1 : nil)
        }
        let open = try shop(chain + [Self.replaced(400, by: nil)], in: kind)
        #expect(try load(Needs(reservations: [.fixture(1)]), open) == Array(1...300))
        let needs = Needs(reservations: [.fixture(298), .fixture(299), .fixture(7_000)])
        #expect(try load(needs, open) == [298, 299, 300])
    }

    @Test("a ring, which only damage can make, is gone round once", arguments: StoreKind.available)
    func ring(kind: StoreKind) throws {
        let open = try shop([Self.replaced(1, by: 2), Self.replaced(2, by: 1)], in: kind)
        #expect(try load(Needs(reservations: [.fixture(1)]), open) == [1, 2])
    }

    private static func session(
        _ id: Int64, of holder: String = "h", state: Reservation.State = .committed,
        isSession: Bool = true, left: Int64 = 0
    ) -> Reservation {
        var line = ReservationLine(item: .fixture(10), quantity: 1, requested: 1, sources: [])
        line.committed = left
        line.shipped = 1 - left
        return Reservation(
            id: .fixture(id), state: state, kind: .order, holder: holder, isSession: isSession,
            channel: .online, lines: [line], createdAt: OpenShop.start, expiresAt: nil)
    }

    @Test(
        "of a holder's session the last that was sold and is gone is loaded",
        arguments: StoreKind.available)
    func sold(kind: StoreKind) throws {
        let open = try shop(
            [
                Self.session(1), Self.session(2), Self.session(3, left: 1),
                Self.session(4, state: .released), Self.session(5, state: .expired),
                Self.session(6, isSession: false), Self.session(7, of: "caf\u{E9}"),
                Self.session(8, of: "cafe\u{301}"),
            ], in: kind)
        #expect(try load(Needs(holders: ["h"]), open) == [2])
        #expect(try load(Needs(holders: ["caf\u{E9}"]), open) == [7])
        #expect(try load(Needs(holders: ["nobody", "h"]), open) == [2])
        let strangers = try open.store.load(Needs(holders: ["h"]), of: .fixture(77))
        #expect(strangers.reservations == [])
    }

    @Test(
        "a row that cannot be read is named by its table and key, and others are read",
        arguments: StoreKind.available)
    func damaged(kind: StoreKind) throws {
        let open = try shop(
            [Self.session(1), Self.session(2, of: "other"), Self.session(3)], in: kind)
        try open.save { changes in
            changes.catalog = [
                .item(.fixture(id: .fixture(10)), ItemProfile(title: "P"), isNew: true)
            ]
        }
        try open.falsify(
            "UPDATE reservation SET lines = 'x' WHERE id <> 3; UPDATE item SET options = 'x'")
        for needs in [Needs(reservations: [.fixture(2)]), Needs(holders: ["other"])] {
            #expect(throws: StoreError.corrupt(table: "reservation", key: "2, text at 0")) {
                try load(needs, open)
            }
        }
        #expect(throws: StoreError.corrupt(table: "item", key: "10, options")) {
            try load(Needs(profiles: [.fixture(10)]), open)
        }
        #expect(try load(Needs(reservations: [.fixture(3)]), open) == [3])
    }

    @Test(
        "one that was sold is found once its last unit has left, and not before",
        arguments: StoreKind.available)
    func leaving(kind: StoreKind) throws {
        let open = try shop([Self.session(1, left: 1)], in: kind)
        #expect(try load(Needs(holders: ["h"]), open) == [])
        try open.save { $0.reservations = [.init(Self.session(1), isNew: false)] }
        #expect(try load(Needs(holders: ["h"]), open) == [1])
    }
}
