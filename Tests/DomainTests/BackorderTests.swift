import Domain
import TestSupport
import Testing

@Suite("Backorders")
struct BackorderTests {
    private static func world(_ onHand: Int64, limit: Int64?) throws -> World {
        var world = try World(["P": onHand])
        try world.run(.putItem(sku: "P", .fixture(backorder: .allow(limit: limit)), .none))
        return world
    }

    @Test("H1: backorders have a limit and no negative number")
    func limit() throws {
        var world = try Self.world(0, limit: 5)
        for _ in 0..<5 {
            #expect(try world.reserve(kind: .order).lines.map(\.backordered) == [1])
        }
        #expect(try world.refusal(of: .reserve(.lines(["P": 1], kind: .order))) != nil)
        #expect(world.shop.stock(try world.item("P"))?.backordered == 5)
        #expect(try world.available("P") == 0)
        #expect(try world.level("P") == .zero)
    }

    @Test("what is there is taken first, and the rest waits")
    func part() throws {
        var world = try Self.world(2, limit: nil)
        let held = try world.reserve(["P": 5])
        #expect(held.lines.map(\.quantity) == [5])
        #expect(held.lines.map(\.backordered) == [3])
        #expect(try world.level("P").reserved == 2)
        let sold = try world.commit(held)
        #expect(sold.lines.map(\.committed) == [2])
    }

    @Test("a place in the queue is given back when it is released, expires or is cancelled")
    func back() throws {
        var world = try Self.world(0, limit: 3)
        try world.release(world.reserve(["P": 3]))
        let held = try world.reserve(["P": 3], ttl: 60)
        world.advance(seconds: 60)
        try world.run(.sweep(limit: 10))
        #expect(try world.state(held) == .expired)
        let mixed = try world.reserve(["P": 2])
        #expect(mixed.lines.map(\.backordered) == [2])
        try world.release(mixed)
        #expect(world.shop.stock(try world.item("P"))?.backordered == 0)
    }

    @Test("a place in the queue that expired blocks nobody, booked or not")
    func expired() throws {
        var world = try Self.world(0, limit: 3)
        try world.reserve(["P": 3], ttl: 60)
        world.advance(seconds: 60)
        #expect(try world.reserve(["P": 3]).lines.map(\.backordered) == [3])
    }

    @Test("an abandoned cart waits for nothing")
    func abandoned() throws {
        var world = try Self.world(0, limit: nil)
        #expect(try world.refusal(of: .reserve(.lines(["P": 1], kind: .abandonedCart))) != nil)
    }
}
