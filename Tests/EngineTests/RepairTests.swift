import Domain
import Engine
import SQLiteStore
import Store
import TestSupport
import Testing

/// A repair books what is wrong when it is decided, and recounts no more than it must.
@Suite("Repairs")
struct RepairTests {
    private func item(_ sku: String, _ server: Server) throws -> ID<Item> {
        try #require(
            server.engine.read { residents, _ in
                residents.shops[Server.first.id]?.item(sku)
            })
    }

    /// Adds a unit to what is on hand without a movement, in the database alone.
    private func falsify(_ sku: String, _ server: Server) throws {
        var quantities = server.level(sku)
        quantities.onHand += 1
        var changes = Changes(tenant: Server.first.id, at: server.clock.now(), lastID: 0)
        changes.levels = [
            .init(item: try item(sku, server), location: .fixture(11), quantities: quantities)
        ]
        let batch = TenantBatch(changes: changes, firstPosition: 1, entries: [])
        try server.store.base.save(Batch(at: server.clock.now(), tenants: [batch]))
    }

    @Test("only items of which something was found are recounted")
    func suspects() throws {
        let server = try Server()
        try server.process(.repair([], dryRun: false))
        try falsify("P", server)
        let found = try server.differences()
        #expect(found.map(\.actual) == [11])
        let applied = try server.process(.repair(found, dryRun: false))
        #expect(applied.text == "1 corrections false")
        let suspect = Suspect(item: try item("P", server), reservations: [])
        #expect(server.witness.suspects == [[], [suspect]])
        #expect(server.level("P").onHand == 11)
        #expect(try server.differences() == [])
        #expect(try server.rebuilt() == server.resident())
    }

    @Test("what was found before and is sound by now books nothing")
    func stale() throws {
        let server = try Server()
        try falsify("P", server)
        let found = try server.differences()
        try server.process(.repair(found, dryRun: false))
        #expect(try server.process(.repair(found, dryRun: false)).text == "0 corrections false")
        #expect(server.level("P").onHand == 11)
    }

    @Test("a dry run tells what it would book, and books nothing")
    func dryRun() throws {
        let server = try Server()
        try falsify("P", server)
        let found = try server.differences()
        #expect(try server.process(.repair(found, dryRun: true)).text == "1 corrections true")
        #expect(server.level("P").onHand == 10)
        #expect(try server.differences() == found)
    }

    @Test("what is held, sold or past its expiry counts as promised when an item is recounted")
    func promised() throws {
        let server = try Server(sweeps: false)
        for units in [1, 2, 3] as [Int64] { try server.process(.reserve(units)) }
        let ids = server.witness.saved.flatMap(\.tenants).flatMap(\.changes.reservations)
            .map(\.reservation.id)
        try server.process(.commit(ids[0], order: nil, deduction: nil))
        try server.process(.reserve(2, "P", ttl: 60))
        try server.process(.reserve(4, "Q"))
        server.clock.advance(seconds: 60)
        try falsify("P", server)
        let found = try server.differences()
        let applied = try server.process(.repair(found, dryRun: false))
        #expect(applied.text == "1 corrections false")
        #expect(server.witness.suspects.last?.first?.reservations.count == 4)
        #expect(server.level("P") == Quantities(onHand: 11, reserved: 7, committed: 1))
        #expect(try server.differences() == [])
    }

    @Test("one repair recounts a bounded number of items, and none that is not there")
    func bounded() throws {
        let server = try Server()
        let count = Engine.repairMaximum
        let items = (1...count).map {
            server.submission(.putItem(sku: "\($0)", .fixture(), .none))
        }
        try server.process(items)
        let known = server.engine.read { residents, _ in
            residents.shops[Server.first.id]?.allStocks.map(\.item.id) ?? []
        }
        #expect(known.count == count + 2)
        let found = (known + [.fixture(3)]).map {
            Difference(
                item: $0, location: .fixture(11), quantity: "on_hand", expected: 0, actual: 1,
                ledger: 0)
        }
        #expect(try server.process(.repair(found, dryRun: false)).text == "0 corrections false")
        let suspects = server.witness.suspects.flatMap { $0.map(\.item) }
        #expect(suspects == Array(known.sorted().prefix(count)))
    }
}
