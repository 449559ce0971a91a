import Domain
import Store
import TestSupport
import Testing

/// What is kept no longer goes, a bounded part at a time, and nothing else.
@Suite("Tidying")
struct PruningTests {
    private static let dayMilliseconds: Int64 = 86_400_000

    /// A shop after `count` batches, each with one answer, one event and one ended reservation.
    private func shop(of kind: StoreKind, after count: Int64) throws -> OpenShop {
        let open = try OpenShop(kind.fixture(), holding: Sample.batch)
        guard count > 0 else { return open }
        for number in 1...count {
            var ids = IDSequence(last: 0)
            let now = Timestamp(milliseconds: Sample.now.milliseconds + number)
            let reservation = Reservation(
                id: ids.next(at: now), state: .released, kind: .cart, holder: nil,
                channel: .online, lines: [], createdAt: now, expiresAt: nil, endedAt: now)
            var changes = Changes(tenant: Sample.tenant.id, at: now, lastID: ids.last)
            changes.reservations = [.init(reservation, isNew: true)]
            let tenant = TenantBatch(
                changes: changes, firstPosition: 2 + number, entries: [Sample.entries[0]])
            let answer = Sample.answer(UInt64(number), at: now)
            try open.store.save(Batch(at: now, tenants: [tenant], answers: [answer]))
        }
        return open
    }

    /// (table, days that it is kept, rows that the sample itself brings).
    static let tables: [(String, Int64, Int64)] = [
        ("answer_batch", 1, 0), ("event_batch", 7, 1), ("reservation", 90, 2),
    ]

    @Test(
        "old rows go in parts of the limit, and young ones stay", arguments: StoreKind.available,
        tables)
    func bounded(kind: StoreKind, sample: (String, Int64, Int64)) throws {
        let (table, days, before) = sample
        let open = try shop(of: kind, after: 10)
        #expect(try open.count(table) == 10 + before)
        let start = Sample.now.milliseconds + days * Self.dayMilliseconds
        try open.store.prune(at: Timestamp(milliseconds: start - 1), limit: 4)
        // Of reservations the sample's own are older than the rest; one of them is open.
        let own = table == "reservation" ? 1 : before
        #expect(try open.count(table) == 10 + own)
        try open.store.prune(at: Timestamp(milliseconds: start + 6), limit: 4)
        #expect((1...4).contains(try 10 + own - open.count(table)))
        for _ in 0..<9 { try open.store.prune(at: Timestamp(milliseconds: start + 6), limit: 4) }
        let kept: Int64 = table == "reservation" ? 5 : 4
        #expect(try open.count(table) == kept)
    }

    @Test("an open reservation stays, however old it is", arguments: StoreKind.available)
    func open(kind: StoreKind) throws {
        let open = try shop(of: kind, after: 0)
        let later = Timestamp(milliseconds: Sample.now.milliseconds + 900 * Self.dayMilliseconds)
        try open.store.prune(at: later, limit: 1_000)
        let loaded = try open.store.load(
            Needs(reservations: [Sample.open.id, Sample.ended.id]), of: Sample.tenant.id)
        #expect(loaded.reservations == [Sample.open])
    }

    @Test("what is tidied away leaves no gap in the log behind it", arguments: StoreKind.available)
    func gaps(kind: StoreKind) throws {
        let open = try shop(of: kind, after: 10)
        let later = Sample.now.milliseconds + 7 * Self.dayMilliseconds + 5
        try open.store.prune(at: Timestamp(milliseconds: later), limit: 1_000)
        let gaps = try open.read { try LogCheck.gaps(of: Sample.tenant.id, in: $0) }
        let oldest = try open.read { try EventQueries.oldest(of: Sample.tenant.id, in: $0) }
        #expect(gaps == [])
        #expect(oldest == 8)
    }

    @Test(
        "a row that cannot be read loses the pruning, not what is written after it",
        arguments: StoreKind.available)
    func damaged(kind: StoreKind) throws {
        let open = try OpenShop(kind)
        try open.save(answers: [.fixture(1)])
        try open.falsify("UPDATE answer_batch SET keys = \(open.fixture.literal([0]))")
        let later = OpenShop.start.adding(seconds: KeptAnswer.lifeSeconds)
        #expect(throws: StoreError.corrupt(table: "answer_batch", key: "keys")) {
            try open.store.prune(at: later, limit: 10)
        }
        try open.save(at: later, answers: [.fixture(2)])
        #expect(try open.store.keptAnswer(KeptAnswer.fixture(2).key, at: later) != nil)
    }
}
