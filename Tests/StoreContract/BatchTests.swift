import Domain
import Store
import Testing
import TestSupport

/// A batch is written as a whole or not at all.
@Suite("Batches")
struct BatchTests {
    @Test(
        "an id that is there already loses the batch; nothing is overwritten",
        arguments: StoreKind.available)
    func duplicate(kind: StoreKind) throws {
        let open = try OpenShop(kind)
        try open.save { $0.reservations = [.init(.fixture(100), isNew: true)] }
        #expect(throws: StoreError.self) {
            try open.save { $0.reservations = [.init(.fixture(100, units: 5), isNew: true)] }
        }
        #expect(try open.reservation(.fixture(100)) == .fixture(100))
    }

    @Test(
        "one batch may write several tenants; each sees its own rows only",
        arguments: StoreKind.available)
    func tenants(kind: StoreKind) throws {
        let open = try OpenShop(kind)
        let other = TenantRecord.fixture(id: .fixture(50))
        try open.store.save(
            Batch(at: OpenShop.start, tenants: [.firstStart(other, main: .fixture(51))]))
        var mine = Changes(tenant: OpenShop.tenant.id, at: OpenShop.start, lastID: 0)
        var theirs = Changes(tenant: other.id, at: OpenShop.start, lastID: 60)
        mine.reservations = [.init(.fixture(100), isNew: true)]
        theirs.reservations = [.init(.fixture(100, units: 9), isNew: true)]
        try open.store.save(
            Batch(
                at: OpenShop.start,
                tenants: [mine, theirs].map {
                    TenantBatch(
                        changes: $0, firstPosition: 1,
                        entries: [LogEntry(type: "a", body: [])])
                }))
        let needs = Needs(reservations: [.fixture(100)])
        let loaded = try open.store.load(needs, of: other.id).reservations
        #expect(loaded == [.fixture(100, units: 9)])
        #expect(try open.reservation(.fixture(100)) == .fixture(100))
        #expect(try open.store.residents().positions == [OpenShop.tenant.id: 1, other.id: 1])
    }

    @Test(
        "what was saved is there after a crash, without an orderly end",
        arguments: StoreKind.available)
    func crash(kind: StoreKind) throws {
        let open = try OpenShop(kind)
        try open.save { $0.reservations = [.init(.fixture(100), isNew: true)] }
        try open.fixture.crash()
        #expect(try open.shop()?.reservation(.fixture(100)) == .fixture(100))
    }

    @Test(
        "a text of every kind comes back to the byte", arguments: StoreKind.available,
        ["", "ü\u{308}", "a\nb"])
    func texts(kind: StoreKind, text: String) throws {
        let open = try OpenShop(kind)
        let long = String(repeating: text + "x", count: 5_000)
        try open.save {
            $0.catalog = [
                .item(
                    .fixture(id: .fixture(10)), ItemProfile(title: text, imageURL: long),
                    isNew: true)
            ]
        }
        let loaded = try open.store.load(Needs(profiles: [.fixture(10)]), of: OpenShop.tenant.id)
        let profile = try #require(loaded.profiles[.fixture(10)])
        #expect(Array(profile.title.utf8) == Array(text.utf8))
        #expect(profile.imageURL.map { Array($0.utf8) } == Array(long.utf8))
    }

    @Test(
        "rows of any number come back, and none with what another one had",
        arguments: StoreKind.available, [1, 2, 3, 7, 8, 31, 33, 64, 101])
    func rows(kind: StoreKind, count: Int) throws {
        var random = SeededGenerator(seed: UInt64(count))
        let open = try OpenShop(kind)
        for batch in 0..<3 {
            let made = (1...count).map { random.reservation(id: Int64(1_000 * batch + $0)) }
            try open.save { $0.reservations = made.map { .init($0, isNew: true) } }
            for reservation in made { #expect(try open.reservation(reservation.id) == reservation) }
        }
    }

    @Test(
        "a movement that leaves fields empty gets none of the one before",
        arguments: StoreKind.available, [1, 2, 8, 33] as [Int64])
    func movements(kind: StoreKind, count: Int64) throws {
        let open = try OpenShop(kind)
        for (batch, isFull) in [true, false, true, false].enumerated() {
            try open.save { changes in
                changes.movements = (1...count).map { number in
                    Movement(
                        id: .fixture(Int64(batch) * 1_000 + number), item: .fixture(10),
                        location: OpenShop.main, change: Delta(reserved: number),
                        reason: .reserved, reference: isFull ? "a" : nil, actor: .engine,
                        reservation: isFull ? .fixture(7) : nil, order: isFull ? "b" : nil,
                        at: OpenShop.start)
                }
            }
        }
        let columns = ["reference", "reservation_id", "order_id"]
        for column in columns {
            let empty = try open.integers("SELECT id FROM movement WHERE \(column) IS NULL")
            #expect(empty == (1...count).map { 1_000 + $0 } + (1...count).map { 3_000 + $0 })
        }
        let sum = try open.integers("SELECT SUM(reserved) FROM movement")
        #expect(sum == [2 * count * (count + 1)])
    }
}
