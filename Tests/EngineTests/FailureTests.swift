import Domain
import Engine
import Store
import TestSupport
import Testing

@Suite("A batch that cannot be written")
struct FailureTests {
    @Test("all are told so, nothing resident changed, and the next batch is served")
    func refused() throws {
        let server = try Server()
        let before = server.resident()
        let published = server.inbox.published.count
        server.store.plan(.refused, atSave: 1)
        let results = try server.process([
            server.submission(.reserve(3)), server.submission(.reserve(99)),
            server.submission(.reserve(1), Server.second),
            server.submission(.reserve(1), key: .fixture(1)),
        ])
        #expect(results.map(\.word) == Array(repeating: "unavailable", count: 4))
        #expect(server.resident() == before)
        #expect(server.inbox.published.count == published)
        #expect(try server.rebuilt() == before)
        #expect(try server.process(.reserve(10)).status == 201)
        #expect(try server.rebuilt() == server.resident())
    }

    @Test("the cause of a loss is told once for each transaction, and none without a loss")
    func cause() throws {
        let server = try Server()
        server.store.plan(.refused, atSave: 1)
        try server.process([server.submission(.reserve(1)), server.submission(.reserve(2))])
        try server.process(.reserve(1))
        #expect(server.losses.causes == ["simulated: the disk is full"])
    }

    @Test("only the lost transaction of a list is lost")
    func partly() throws {
        let server = try Server()
        server.store.plan(.refused, atSave: 2)
        let results = try server.process([
            server.submission(.reserve(1)),
            server.submission(.putItem(sku: "NEW", .fixture(), .none)),
            server.submission(.reserve(1)), server.submission(.reserve(1, "NEW")),
        ])
        #expect(results.map(\.word) == ["answer", "unavailable", "answer", "answer"])
        #expect(results.map(\.status) == [201, nil, 201, 409])
        #expect(try server.rebuilt() == server.resident())
    }

    @Test("what may not be on disk ends the writer, and nobody is told of success")
    func fatal() throws {
        for fault in [FaultyStore.Fault.fatal, .crashAfterCommit] {
            let server = try Server()
            let before = server.resident()
            let replies = server.inbox.replies.count
            server.store.plan(fault, atSave: 1)
            #expect(throws: StoreError.self) {
                try server.writer.process([server.submission(.reserve(1))])
            }
            #expect(server.inbox.replies.count == replies)
            #expect(server.resident() == before)
        }
    }

    @Test("a sweep that is lost is done by a later tick")
    func sweep() throws {
        let server = try Server()
        try server.process(.reserve(3, ttl: 60))
        server.clock.advance(seconds: 60)
        server.store.plan(.refused, atSave: 1)
        try server.writer.tick()
        #expect(server.level("P").reserved == 3)
        try server.writer.tick()
        #expect(server.level("P").reserved == 0)
    }
}
