import Domain
import Engine
import Store
import TestSupport
import Testing

@Suite("Once")
struct IdempotencyTests {
    @Test("A7: the same key twice in one batch gives one effect and the same answer to the byte")
    func oneBatch() throws {
        let server = try Server()
        let key = IdempotencyKey.fixture(1)
        let results = try server.process(
            (0..<20).map { _ in
                server.submission(.reserve(2), key: key)
            })
        #expect(results.map(\.word) == ["answer"] + Array(repeating: "replay", count: 19))
        #expect(Set(results.map(\.text)).count == 1)
        #expect(results.allSatisfy { $0.answer == results[0].answer })
        #expect(server.level("P").reserved == 2)
        #expect(server.witness.saved.map(\.answers.count) == [1])
    }

    @Test("a key of an earlier batch replays, refusals included", arguments: [2, 11] as [Int64])
    func laterBatch(units: Int64) throws {
        let server = try Server()
        let key = IdempotencyKey.fixture(1)
        let first = try server.process(.reserve(units), key: key)
        try server.process(.adjust(.fixture("P", .setTo(100))))
        let again = try server.process(.reserve(units), key: key)
        #expect(first.word == "answer")
        #expect(again.word == "replay")
        #expect(first.answer == again.answer)
        #expect(server.level("P").reserved == (units == 2 ? 2 : 0))
    }

    @Test("a key with another request is told so, in its batch and later, and has no effect")
    func reused() throws {
        let server = try Server()
        let other = IdempotencyKey.fixture(1, request: 2)
        let results = try server.process([
            server.submission(.reserve(2), key: .fixture(1)),
            server.submission(.reserve(3), key: other),
        ])
        #expect(results.map(\.word) == ["answer", "key reused"])
        #expect(try server.process(.reserve(3), key: other).word == "key reused")
        #expect(server.level("P").reserved == 2)
    }

    @Test("what was not there is not kept: later it may be")
    func notKept() throws {
        let server = try Server()
        let key = IdempotencyKey.fixture(1)
        #expect(try server.process(.release(.fixture(5)), key: key).status == 404)
        #expect(server.witness.saved.isEmpty)
        #expect(try server.process(.release(.fixture(5)), key: key).word == "answer")
    }

    @Test("a refusal with a key is written, though nothing changed")
    func refusal() throws {
        let server = try Server()
        #expect(try server.process(.reserve(11), key: .fixture(1)).status == 409)
        #expect(server.witness.saved.map(\.tenants.count) == [0])
        #expect(server.witness.saved.map(\.answers.count) == [1])
    }

    @Test("a key lives 24 hours")
    func life() throws {
        let server = try Server()
        try server.process(.reserve(1), key: .fixture(1))
        server.clock.advance(milliseconds: 86_400_000 - 1)
        #expect(try server.process(.reserve(1), key: .fixture(1)).word == "replay")
        server.clock.advance(milliseconds: 1)
        #expect(try server.process(.reserve(1), key: .fixture(1)).word == "answer")
    }

    @Test("a key whose batch was lost is free again")
    func lost() throws {
        let server = try Server()
        server.store.plan(.refused, atSave: 1)
        #expect(try server.process(.reserve(1), key: .fixture(1)).word == "unavailable")
        #expect(try server.process(.reserve(1), key: .fixture(1)).word == "answer")
        #expect(server.level("P").reserved == 1)
    }
}
