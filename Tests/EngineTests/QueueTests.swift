import Domain
import Engine
import Store
import TestSupport
import Testing

@Suite("The queue")
struct QueueTests {
    @Test("what does not fit is refused whole, and what fits is taken")
    func bound() throws {
        let server = try Server()
        let one = server.submission(.reserve(1))
        let many = Array(repeating: one, count: Engine.queueMaximum - 1)
        #expect(server.engine.submit(many))
        #expect(!server.engine.submit([one, one]))
        #expect(server.engine.queueLength == Engine.queueMaximum - 1)
        #expect(server.engine.submit([one]))
        #expect(!server.engine.submit([one]))
        #expect(server.engine.submit([]))
        #expect(server.engine.queueLength == Engine.queueMaximum)
    }

    @Test("stopping answers all that waits, in batches, and takes nothing more")
    func stop() throws {
        let server = try Server()
        let submissions = (0..<600).map { _ in server.submission(.reserve(1)) }
        let calls = server.inbox.calls
        #expect(server.engine.submit(submissions))
        server.engine.stop()
        #expect(!server.engine.submit([server.submission(.reserve(1))]))
        try server.writer.run()
        let results = server.inbox.results()
        let told = submissions.compactMap { results[$0.token]?.status }
        #expect(told.count == 600)
        #expect(told.count { $0 == 201 } == 10)
        #expect(server.inbox.calls == calls + 3)
        #expect(server.engine.queueLength == 0)
        #expect(!server.engine.submit([server.submission(.reserve(1))]))
    }

    @Test("submissions are served in the order in which they came")
    func order() throws {
        let server = try Server()
        let submissions = (0..<12).map { _ in server.submission(.reserve(1)) }
        for submission in submissions { #expect(server.engine.submit([submission])) }
        server.engine.stop()
        try server.writer.run()
        let results = server.inbox.results()
        #expect(
            submissions.map { results[$0.token]?.status }
                == Array(repeating: 201, count: 10) + [409, 409])
    }
}
