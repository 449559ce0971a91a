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

    @Test("while commands come, their transactions book two expiries for each, and none is added")
    func busy() throws {
        let server = try Server()
        try server.expire(500)
        for number in 1...200 {
            try server.process(.adjust(.fixture("Q", .setTo(Int64(number) + 10))))
            try server.writer.tick(after: 1)
            #expect(server.level("P").reserved == 500 - 2 * Int64(number))
        }
        #expect(server.witness.saved.count { !$0.tenants.isEmpty } == 200)
        #expect(try server.rebuilt() == server.resident())
    }

    @Test("one transaction books few expiries beside its commands, however many these are")
    func bounded() throws {
        let server = try Server()
        try server.expire(500)
        try server.process(
            (1...100).map { server.submission(.adjust(.fixture("Q", .setTo($0 + 10)))) })
        #expect(server.level("P").reserved == 500 - 64)
        #expect(server.witness.saved.count == 1)
    }

    @Test("a tenant that asks for nothing is swept while another is busy")
    func idle() throws {
        let server = try Server()
        try server.process(
            (0..<5).map { _ in server.submission(.reserve(1, ttl: 60), Server.second) })
        server.clock.advance(seconds: 60)
        for number in 1...4 {
            try server.writer.tick(after: 1)
            try server.process(.adjust(.fixture("Q", .setTo(Int64(number) + 10))))
            #expect(server.level("P", of: Server.second).reserved == max(0, 5 - 2 * Int64(number)))
        }
        #expect(try server.rebuilt() == server.resident())
    }

    @Test("a command books what it needs, and no expiry twice")
    func needed() throws {
        let server = try Server()
        try server.expire(500)
        let asked = (0..<30).map { _ in server.submission(.reserve(1)) }
        for _ in asked.indices { try server.process(.reserve(1)) }
        #expect(server.level("P").reserved < 500)
        try server.process(asked)
        #expect(try server.differences().isEmpty)
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
        try server.process(.adjust(.fixture("Q", .setTo(11))))
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

extension Server {
    /// Lets so many reservations of `P`, of as many units, expire.
    fileprivate func expire(_ count: Int) throws {
        try process(.adjust(.fixture("P", .setTo(Int64(count)))))
        try process((0..<count).map { _ in submission(.reserve(1, ttl: 60)) })
        clock.advance(seconds: 60)
        witness.forget()
    }
}
