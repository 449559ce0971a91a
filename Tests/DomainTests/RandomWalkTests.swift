import Domain
import TestSupport
import Testing

@Suite("Any sequence of commands")
struct RandomWalkTests {
    @Test(
        "every level stays sound, the books balance, and nothing refused is half done",
        arguments: 0..<40 as Range<UInt64>)
    func walk(seed: UInt64) throws {
        var walk = Walk(seed: seed)
        var world = try Self.world(seed)
        var done = 0
        for _ in 0..<60 {
            let batch = (0..<walk.random.number(1...5)).map { _ in walk.command() }
            for case .success(let outcome) in world.decide(batch) {
                walk.note(outcome)
                done += 1
            }
            if walk.random.chance(40) {
                world.advance(milliseconds: walk.random.number(1...20_000))
            }
            world.auditExpiries()
            if walk.random.chance(40) { world.countExpiries() }
        }
        #expect(done > 20, "a walk in which nothing happens proves nothing")
        try Self.settle(&world)
    }

    private static func world(_ seed: UInt64) throws -> World {
        var world = try World(
            at: ["main": ["A": 20, "B": 12, "C": 0], "far": ["A": 5, "B": 6, "C": 3]],
            channels: ["far": [World.showroom, .online]],
            settings: Settings(
                holderLimit: seed % 3 == 0 ? 6 : nil,
                sourceSelection: seed % 2 == 0 ? .fewestParcels : .priority),
            policies: seed % 4 < 2 ? [] : [.share(60, buffer: 10)])
        try world.makeItem("C", backorder: .allow(limit: 4))
        try world.makeItem(
            "K", parts: [KitPart(sku: "A", quantity: 2), KitPart(sku: "B", quantity: 1)])
        return world
    }

    /// When all has expired and is booked, nothing is reserved any more but by those that never
    /// expire, and what is available as of now is what is in the books.
    private static func settle(_ world: inout World) throws {
        world.advance(seconds: 400_000)
        let asOf = try Walk.skus.map { try world.available($0, on: .online) }
        while world.shop.hasUnbookedExpiries(at: world.now) { try world.run(.sweep(limit: 7)) }
        #expect(try Walk.skus.map { try world.available($0, on: .online) } == asOf)
        for reservation in world.shop.openReservations where reservation.state == .active {
            #expect(reservation.expiresAt == nil)
        }
    }
}
