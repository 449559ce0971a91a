import Domain
import SQLiteStore
import Store
import StoreContract
import Testing
import TestSupport

/// An answer is replayed for 24 hours, wherever its key is kept.
@Suite("Idempotency keys, in memory and beyond")
struct AnswerBudgetTests {
    private static let day = KeptAnswer.lifeSeconds * 1_000

    /// Ways in which an answer may be found.
    enum Way: CaseIterable {
        case resident, afterRestart, fromDisk, fromDiskAfterRestart
    }

    @Test("an answer is found until just before 24 hours, then never", arguments: Way.allCases)
    func life(way: Way) throws {
        let budget = way == .resident || way == .afterRestart ? 1_000 : 2
        let open = try OpenShop(SQLiteFixture(keyMaximum: budget))
        let kept = (1...9).map { KeptAnswer.fixture(UInt64($0)) }
        for start in stride(from: 0, to: 9, by: 3) {
            try open.save(answers: Array(kept[start..<(start + 3)]))
        }
        if way == .afterRestart || way == .fromDiskAfterRestart {
            try open.reopen()
            _ = try open.store.residents()
        }
        for answer in kept {
            let store = open.store
            #expect(try store.keptAnswer(answer.key, at: OpenShop.start) == answer)
            #expect(try store.keptAnswer(answer.key, at: .start(plus: Self.day - 1)) == answer)
            #expect(try store.keptAnswer(answer.key, at: .start(plus: Self.day)) == nil)
        }
        let unknown = KeptAnswer.fixture(99).key
        #expect(try open.store.keptAnswer(unknown, at: OpenShop.start) == nil)
        let onDisk = try open.integers("SELECT COUNT(*) FROM answer_key")
        #expect(onDisk == [budget == 2 ? 6 : 0])
    }

    @Test("pruning drops the old keys from memory and from disk", arguments: [2, 1_000])
    func pruning(budget: Int) throws {
        let open = try OpenShop(SQLiteFixture(keyMaximum: budget))
        for number in 1...9 as ClosedRange<UInt64> {
            try open.save(
                at: .start(plus: Int64(number)),
                answers: [.fixture(number, at: .start(plus: Int64(number)))])
        }
        let now = Timestamp.start(plus: Self.day + 5)
        try open.store.prune(at: now, limit: 2)
        #expect(try open.integers("SELECT id FROM answer_batch ORDER BY id").first == 3)
        for _ in 0..<4 { try open.store.prune(at: now, limit: 2) }
        #expect(try open.integers("SELECT id FROM answer_batch ORDER BY id") == [6, 7, 8, 9])
        let rest = budget == 2 ? 2 : 0
        #expect(try open.integers("SELECT COUNT(*) FROM answer_key") == [Int64(rest)])
        for number in 1...9 as ClosedRange<UInt64> {
            let kept = try open.store.keptAnswer(KeptAnswer.fixture(number).key, at: now)
            #expect((kept != nil) == (number > 5), "\(number)")
        }
        for _ in 0..<2 { try open.store.prune(at: .start(plus: 2 * Self.day), limit: 2) }
        #expect(try open.integers("SELECT COUNT(*) FROM answer_batch") == [0])
        #expect(try open.integers("SELECT COUNT(*) FROM answer_key") == [0])
    }

    @Test("a lost batch that moved keys to disk leaves them where they were")
    func lostSpill() throws {
        let open = try OpenShop(SQLiteFixture(keyMaximum: 2))
        try open.save(answers: [.fixture(1), .fixture(2)])
        try open.falsify(
            """
            CREATE TRIGGER lost BEFORE UPDATE ON answer_spill
             BEGIN SELECT RAISE(ABORT, 'planted'); END
            """)
        #expect(throws: StoreError.self) { try open.save(answers: [.fixture(3)]) }
        try open.falsify("DROP TRIGGER lost")
        #expect(try open.integers("SELECT COUNT(*) FROM answer_key") == [0])
        for number in 1...3 as ClosedRange<UInt64> {
            let kept = KeptAnswer.fixture(number)
            let found = try open.store.keptAnswer(kept.key, at: OpenShop.start)
            #expect(found == (number < 3 ? kept : nil))
        }
        try open.save(answers: [.fixture(3)])
        for number in 1...3 as ClosedRange<UInt64> {
            let kept = KeptAnswer.fixture(number)
            #expect(try open.store.keptAnswer(kept.key, at: OpenShop.start) == kept)
        }
    }

    @Test("the table in memory knows what a dictionary knows", arguments: 0..<UInt64(20))
    func model(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var table = AnswerTable()
        var model: [KeyDigest: Set<UInt64>] = [:]
        for _ in 0..<4_000 {
            // Few tags, so that many collide.
            let key = KeyDigest(
                high: UInt64(random.number(0...300)) << 56, low: UInt64(random.number(0...1)))
            let place = AnswerTable.Place(
                batch: random.number(1...1_000), index: Int(random.number(0...255)))
            let isKnown = model[key]?.contains(place.number) == true
            if random.chance(40) {
                table.remove(key, at: place)
                model[key]?.remove(place.number)
            } else if !isKnown {
                table.insert(key, at: place)
                model[key, default: []].insert(place.number)
            }
            if random.chance(5), let old = random.pickIfAny(model[key].map(Array.init) ?? []) {
                table.remove(key, at: AnswerTable.Place(number: old))
                model[key]?.remove(old)
            }
        }
        #expect(table.count == model.values.reduce(0) { $0 + $1.count })
        for (key, places) in model {
            #expect(table.places(of: key).map(\.number) == places.sorted(by: >))
        }
    }
}
