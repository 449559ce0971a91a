import Domain
import Engine
import Store
import TestSupport
import Testing

/// One row that cannot be read stops neither the server nor the commands beside it.
@Suite("A damaged row")
struct DamagedRowTests {
    /// A reservation that was released: a command that names it has it read from the store.
    private func ended(_ server: Server) throws -> ID<Reservation> {
        try server.process(.reserve(1))
        let id = try #require(
            server.witness.saved.last?.tenants.first?.changes.reservations.first
        ).reservation.id
        try server.process(.release(id))
        return id
    }

    @Test("a replay whose answer cannot be read is unavailable, and its neighbors are served")
    func answer() throws {
        let server = try Server()
        let key = IdempotencyKey.fixture(1)
        try server.process(.reserve(1), key: key)
        server.store.damagedAnswers = [key.digest]
        let results = try server.process([
            server.submission(.reserve(2), key: .fixture(2)),
            server.submission(.reserve(1), key: key), server.submission(.reserve(3)),
        ])
        #expect(results.map(\.word) == ["answer", "unavailable", "answer"])
        #expect(server.losses.causes == ["damaged: event_batch position 1"])
        #expect(server.level("P").reserved == 6)
        #expect(try server.rebuilt() == server.resident())
    }

    @Test("only who names a row that cannot be read goes without, each told once in the log")
    func reservation() throws {
        let server = try Server()
        let (whole, damaged) = (try ended(server), try ended(server))
        server.store.damagedReservations = [damaged]
        let results = try server.process([
            server.submission(.release(whole)), server.submission(.release(damaged)),
            server.submission(.commit(damaged, order: nil, deduction: nil)),
            server.submission(.reserve(3)),
        ])
        #expect(results.map(\.word) == ["answer", "unavailable", "unavailable", "answer"])
        #expect(results.map(\.status) == [200, nil, nil, 201])
        let line = "damaged: reservation \(damaged.rawValue)"
        #expect(server.losses.causes == [line, line])
        #expect(server.level("P").reserved == 3)
        #expect(try server.rebuilt() == server.resident())
    }

    @Test("an answer that was kept is given again, though the reservation cannot be read any more")
    func replayed() throws {
        let server = try Server()
        let id = try ended(server)
        let first = try server.process(.release(id), key: .fixture(1))
        server.store.damagedReservations = [id]
        let again = try server.process(.release(id), key: .fixture(1))
        #expect(again.word == "replay")
        #expect(again.answer == first.answer)
        #expect(server.losses.causes == [])
    }

    @Test("an item whose text cannot be read is sold on, and only its edit is unavailable")
    func profile() throws {
        let server = try Server()
        let item = try #require(
            server.engine.read { residents, _ in residents.shops[Server.first.id]?.item("P") })
        server.store.damagedProfiles = [item]
        let results = try server.process([
            server.submission(.reserve(1)),
            server.submission(.putItem(sku: "P", .fixture(), .none)),
            server.submission(.putItem(sku: "Q", .fixture(), .none)),
            server.submission(.reserve(1)),
        ])
        #expect(results.map(\.word) == ["answer", "unavailable", "answer", "answer"])
        #expect(server.losses.causes == ["damaged: item \(item.rawValue)"])
    }

    @Test("a repair over a ledger that cannot be read is unavailable, its neighbors are served")
    func repair() throws {
        let server = try Server()
        server.store.isLedgerDamaged = true
        let results = try server.process([
            server.submission(.repair([], dryRun: true)), server.submission(.reserve(1)),
        ])
        #expect(results.map(\.word) == ["unavailable", "answer"])
        #expect(server.losses.causes == ["damaged: movement 3"])
    }

    @Test("where the batch itself goes by a damaged row it is lost, and the next one is served")
    func batch() throws {
        let server = try Server()
        let before = server.resident()
        server.store.plan(.rowDamaged, atSave: 1)
        let results = try server.process([
            server.submission(.reserve(1)), server.submission(.reserve(2)),
        ])
        #expect(results.map(\.word) == ["unavailable", "unavailable"])
        #expect(server.losses.causes == ["damaged: answer_batch keys"])
        #expect(server.resident() == before)
        #expect(try server.process(.reserve(3)).status == 201)
    }
}
