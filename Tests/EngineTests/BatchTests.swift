import Domain
import Engine
import Store
import TestSupport
import Testing

@Suite("A batch")
struct BatchTests {
    @Test("a refused command disturbs no neighbor, and all share one transaction")
    func neighbors() throws {
        let server = try Server()
        let calls = server.inbox.calls
        let results = try server.process([
            server.submission(.reserve(3)), server.submission(.reserve(8)),
            server.submission(.reserve(1, "NONE")), server.submission(.release(.fixture(5))),
            server.submission(.reserve(7)), server.submission(.reserve(1)),
        ])
        #expect(results.map(\.status) == [201, 409, 409, 404, 201, 409])
        #expect(server.witness.saved.count == 1)
        #expect(server.inbox.calls == calls + 1)
        #expect(server.level("P") == Quantities(onHand: 10, reserved: 10))
        #expect(try server.rebuilt() == server.resident())
    }

    @Test("commands of one list see what those before them did")
    func sees() throws {
        let server = try Server()
        let results = try server.process([
            server.submission(.reserve(10)),
            server.submission(.adjust(.fixture("P", .delta(5), reason: .received))),
            server.submission(.reserve(5)), server.submission(.reserve(1)),
        ])
        #expect(results.map(\.status) == [201, 201, 201, 409])
    }

    @Test("a catalog command has a transaction of its own, and what follows it sees it")
    func catalog() throws {
        let server = try Server()
        var edit = ItemEdit()
        edit.sku = "NEW"
        let results = try server.process([
            server.submission(.reserve(1)), server.submission(.reserve(1)),
            server.submission(.editItem(sku: "P", edit, .none)),
            server.submission(.reserve(1)), server.submission(.reserve(1, "NEW")),
            server.submission(.putItem(sku: "P", .fixture(), .none)),
            server.submission(.createLocation(LocationRequest(code: "far", name: "Far"))),
            server.submission(.adjust(.fixture("P", .setTo(4), at: "far"))),
            server.submission(.reserve(4)),
        ])
        #expect(results.map(\.status) == [201, 201, 200, 409, 201, 201, 201, 201, 201])
        let sizes = server.witness.saved.map { batch in
            batch.tenants.map { "\($0.changes.catalog.count)+\($0.changes.reservations.count)" }
        }
        #expect(sizes == [["0+2"], ["1+0"], ["0+1"], ["1+0"], ["1+0"], ["0+1"]])
        #expect(try server.rebuilt() == server.resident())
    }

    @Test("two tenants share a transaction and nothing else")
    func tenants() throws {
        let server = try Server()
        let results = try server.process([
            server.submission(.reserve(10)), server.submission(.reserve(10), Server.second),
            server.submission(.reserve(1)), server.submission(.reserve(1), Server.second),
        ])
        #expect(results.map(\.status) == [201, 201, 409, 409])
        #expect(server.witness.saved.map(\.tenants.count) == [2])
        #expect(server.level("P").reserved == 10)
        #expect(server.level("P", of: Server.second).reserved == 10)
        let mine = try #require(server.witness.saved.first?.tenants.first)
        let id = try #require(mine.changes.reservations.first).reservation.id
        let theirs = try server.process([server.submission(.release(id), Server.second)])
        #expect(theirs.map(\.status) == [404])
    }

    @Test("a batch that changes nothing writes nothing")
    func nothing() throws {
        let server = try Server()
        try server.process([
            server.submission(.reserve(11)), server.submission(.release(.fixture(1))),
        ])
        #expect(server.witness.saved.isEmpty)
    }

    @Test("a tenant that does not exist is told to try again, and its neighbors are served")
    func stranger() throws {
        let server = try Server()
        let stranger = TenantRecord.fixture(id: .fixture(77))
        let results = try server.process([
            server.submission(.reserve(1), stranger), server.submission(.reserve(1)),
        ])
        #expect(results.map(\.word) == ["unavailable", "answer"])
    }

    @Test("positions have no gap over many batches and two tenants")
    func positions() throws {
        let server = try Server()
        var random = SeededGenerator(seed: 4)
        for _ in 0..<40 {
            let batch = (0..<random.number(1...6)).map { _ in
                server.submission(
                    random.pick([
                        .reserve(1), .reserve(20), .adjust(.fixture("Q", .delta(1))),
                        .adjust(.fixture("P", .delta(1))),
                        .putItem(sku: "R", .fixture(), .none),
                    ]), random.pick([Server.first, Server.second]))
            }
            try server.process(batch)
        }
        for tenant in [Server.first, Server.second] {
            var next: Int64 = 1
            for published in server.inbox.published where published.tenant == tenant.id {
                #expect(published.firstPosition == next)
                next += Int64(published.entries.count)
            }
            #expect(next > 50)
            #expect(try server.store.residents().positions[tenant.id] == next - 1)
        }
        #expect(try server.rebuilt() == server.resident())
    }

    @Test("an answer names the log's last position after its batch")
    func position() throws {
        let server = try Server()
        let submissions = [server.submission(.reserve(1)), server.submission(.reserve(99))]
        try server.process(submissions)
        let last = server.engine.read { residents, _ in residents.positions[Server.first.id] }
        let told = server.inbox.replies.filter { reply in
            submissions.contains { $0.token == reply.token }
        }
        #expect(told.count == 2)
        #expect(told.allSatisfy { $0.position == last })
    }

    @Test("ids grow, over batches, tenants and a new start")
    func ids() throws {
        let server = try Server()
        for _ in 0..<3 {
            try server.process([
                server.submission(.reserve(1)), server.submission(.reserve(1), Server.second),
                server.submission(.reserve(1)),
            ])
        }
        let ids = server.witness.saved.flatMap(\.tenants).flatMap(\.changes.reservations)
            .map(\.reservation.id)
        #expect(ids.count == 9)
        #expect(ids == ids.sorted())
        #expect(Set(ids).count == 9)
        let last = server.engine.read { residents, _ in residents.lastID }
        #expect(try server.store.residents().lastID == last)
    }
}
