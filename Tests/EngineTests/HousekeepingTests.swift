import Domain
import Engine
import Store
import TestSupport
import Testing

@Suite("Between batches")
struct HousekeepingTests {
    @Test("the sweep books at most its limit a tick, until all is booked")
    func sweep() throws {
        let server = try Server()
        try server.process(.adjust(.fixture("P", .setTo(1_000))))
        let count = Engine.batchMaximum * 2 + 1
        try server.process((0..<count).map { _ in server.submission(.reserve(1, ttl: 60)) })
        server.clock.advance(seconds: 60)
        var booked: [Int64] = []
        while server.level("P").reserved > 0, booked.count < count {
            let before = server.level("P").reserved
            try server.writer.tick()
            booked.append(before - server.level("P").reserved)
        }
        let limit = try #require(booked.first)
        #expect((1...Int64(Engine.batchMaximum)).contains(limit))
        #expect(zip(booked, booked.dropFirst().dropLast()).allSatisfy { $0 <= $1 })
        #expect(booked.allSatisfy { $0 <= Int64(Engine.batchMaximum) })
        #expect(booked.reduce(0, +) == Int64(count))
        #expect(try server.rebuilt() == server.resident())
    }

    @Test("while commands come, few wait for a sweep, and it books one expiry for each of them")
    func busy() throws {
        let server = try Server()
        try server.process(.adjust(.fixture("P", .setTo(1_000))))
        try server.process((0..<500).map { _ in server.submission(.reserve(1, ttl: 60)) })
        server.clock.advance(seconds: 60)
        var sweeps = 0
        var booked: Int64 = 0
        for number in 0..<400 {
            try server.process(.adjust(.fixture("Q", .setTo(Int64(number)))))
            let before = server.level("P").reserved
            try server.writer.tick(after: 1)
            if server.level("P").reserved < before { sweeps += 1 }
            booked += before - server.level("P").reserved
        }
        #expect((1...6).contains(sweeps))
        #expect(booked == 384)
        #expect(try server.rebuilt() == server.resident())
    }

    @Test("each tenant is swept")
    func tenants() throws {
        let server = try Server()
        try server.process([
            server.submission(.reserve(1, ttl: 60)),
            server.submission(.reserve(1, ttl: 60), Server.second),
        ])
        server.clock.advance(seconds: 60)
        try server.writer.tick()
        #expect(server.level("P").reserved == 0)
        #expect(server.level("P", of: Server.second).reserved == 0)
    }

    @Test("without the sweep the decision that needs the units books what expired")
    func withoutSweep() throws {
        let server = try Server(sweeps: false)
        try server.process(.reserve(10, ttl: 60))
        server.clock.advance(seconds: 60)
        try server.writer.tick()
        #expect(server.level("P").reserved == 10)
        #expect(try server.process(.reserve(10)).status == 201)
        #expect(try server.rebuilt() == server.resident())
    }

    @Test("while something is held the time is stored each second, else it is not")
    func mark() throws {
        let server = try Server()
        server.clock.advance(seconds: 5)
        try server.writer.tick()
        #expect(server.witness.saved.isEmpty)
        try server.process(.reserve(1))
        server.witness.forget()
        for milliseconds in [1_000, 999, 1] as [Int64] {
            server.clock.advance(milliseconds: milliseconds)
            try server.writer.tick()
        }
        #expect(server.witness.saved.count == 2)
        #expect(try server.store.residents().clockMark == server.clock.now())
    }

    @Test("a clock that was moved is stored without any other change")
    func clockMoved() throws {
        let server = try Server()
        server.clock.advance(seconds: 3_600)
        #expect(try server.process(.clockMoved).status == 200)
        #expect(server.witness.saved.count == 1)
        #expect(server.witness.saved.first?.tenants.isEmpty == true)
        #expect(try server.store.residents().clockMark == server.clock.now())
    }

    @Test("tidying is done once a second, however often the writer looks")
    func prune() throws {
        let server = try Server()
        for seconds in [0, 0, 1, 0, 30] as [Int64] {
            server.clock.advance(seconds: seconds)
            try server.writer.tick()
        }
        #expect(server.witness.prunes == 3)
    }
}
