import Domain
import Store
import TestSupport
import Testing

/// The event log has no hole: at its beginning, within it, or at its end.
@Suite("Holes in the log")
struct LogCheckTests {
    private static let entry = LogEntry(type: "stock.out", body: Array("{}".utf8))

    /// Rows of two entries each: positions 1 and 2, 3 and 4, and so on.
    private func shop(rows: Int64, in kind: StoreKind) throws -> OpenShop {
        let open = try OpenShop(kind)
        for number in 0..<rows {
            try open.save(at: .start(plus: number), entries: [Self.entry, Self.entry])
        }
        return open
    }

    private func gaps(_ open: OpenShop) throws -> [Int64] {
        try open.read { snapshot in
            try LogCheck.gaps(of: OpenShop.tenant.id, in: snapshot)
        }
    }

    @Test(
        "a whole log has none, and one that nothing was written to", arguments: StoreKind.available,
        [0, 1, 4])
    func whole(kind: StoreKind, rows: Int64) throws {
        #expect(try gaps(try shop(rows: rows, in: kind)) == [])
    }

    @Test(
        "rows that are gone are named by the position before them",
        arguments: StoreKind.available,
        [
            ("first_position = 1", 0), ("first_position = 3", 2), ("first_position = 5", 4),
            ("first_position < 5", 0), ("TRUE", 0),
        ] as [(String, Int64)])
    func gone(kind: StoreKind, sample: (String, Int64)) throws {
        let (rows, before) = sample
        let open = try shop(rows: 3, in: kind)
        try open.falsify("DELETE FROM event_batch WHERE \(rows)")
        #expect(try gaps(open) == [before])
    }

    @Test(
        "what was tidied away is no hole, but what else is gone is one",
        arguments: StoreKind.available)
    func pruned(kind: StoreKind) throws {
        let open = try shop(rows: 3, in: kind)
        let days = 7 * 86_400_000 as Int64
        try open.store.prune(at: .start(plus: days), limit: 10)
        #expect(try gaps(open) == [])
        try open.falsify("DELETE FROM event_batch WHERE first_position = 3")
        #expect(try gaps(open) == [2])
    }

    @Test(
        "a log of which nothing is kept is whole, until it is written to and emptied",
        arguments: StoreKind.available)
    func allPruned(kind: StoreKind) throws {
        let open = try shop(rows: 3, in: kind)
        let later = Timestamp.start(plus: 8 * 86_400_000)
        try open.store.prune(at: later, limit: 10)
        #expect(try open.integers("SELECT COUNT(*) FROM event_batch") == [0])
        #expect(try gaps(open) == [])
        try open.save(at: later, entries: [Self.entry])
        #expect(try gaps(open) == [])
        try open.falsify("DELETE FROM event_batch")
        #expect(try gaps(open) == [6])
    }
}
