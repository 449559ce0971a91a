import Domain
import TestSupport
import Testing

@Suite("Expiry")
struct ExpiryTests {
    @Test("B1: at the millisecond of its expiry a reservation holds nothing, booked or not")
    func millisecond() throws {
        var world = try World()
        let held = try world.reserve(ttl: 120)
        world.advance(milliseconds: 119_999)
        #expect(try world.available("P") == 9)
        #expect(try world.available("P", on: .online) == 9)
        #expect(try world.reserved("P") == 1)
        #expect(try world.state(held) == .active)
        world.advance(milliseconds: 1)
        #expect(try world.available("P") == 10)
        #expect(try world.available("P", on: .online) == 10)
        #expect(try world.reserved("P") == 0)
        #expect(try world.state(held) == .expired)
        #expect(try world.level("P").reserved == 1, "it is not booked yet")
    }

    @Test(
        "the decision that needs the units books the expiry, at its own time",
        arguments: [(119_999, false), (120_000, true)] as [(Int64, Bool)])
    func decision(after: Int64, isFree: Bool) throws {
        var world = try World(["P": 1])
        let held = try world.reserve(ttl: 120)
        let expiry = world.now.adding(seconds: 120)
        world.advance(milliseconds: after)
        #expect(try (world.refusal(of: .reserve(.lines(["P": 1]))) == nil) == isFree)
        let after = try world.reservation(held.id)
        #expect(after.state == (isFree ? .expired : .active))
        #expect(after.endedAt == (isFree ? expiry : nil))
    }

    @Test("B8: a commit in the last millisecond sells; at the expiry it is late")
    func commit() throws {
        var world = try World()
        let held = try world.reserve(ttl: 120)
        world.advance(milliseconds: 119_999)
        let sold = try world.commit(held)
        #expect(sold.id == held.id)
        #expect(sold.state == .committed)
    }

    @Test("expiries are found in their order, at most as many as asked for")
    func order() throws {
        var world = try World(["P": 100])
        let waits: [Int64] = [50, 20, 40, 10, 30, 60]
        var held: [Int64: ID<Reservation>] = [:]
        for wait in waits { held[wait] = try world.reserve(ttl: wait).id }
        world.advance(seconds: 50)
        let due = [10, 20, 30, 40, 50].compactMap { held[$0] }
        let item = try world.item("P")
        #expect(world.shop.unbookedExpiries(at: world.now, limit: .max) == due)
        #expect(world.shop.unbookedExpiries(of: item, at: world.now) == due)
        for limit in 0...5 {
            #expect(
                world.shop.unbookedExpiries(at: world.now, limit: limit)
                    == Array(due.prefix(limit)))
            #expect(
                world.shop.unbookedExpiries(of: item, at: world.now, limit: limit)
                    == Array(due.prefix(limit)))
        }
        #expect(world.shop.hasUnbookedExpiries(at: world.now))
    }

    @Test("one that was released, sold or extended is no expiry any more")
    func stale() throws {
        var world = try World(["P": 100])
        let released = try world.reserve(ttl: 10)
        let sold = try world.reserve(ttl: 11)
        let extended = try world.reserve(ttl: 12)
        let due = try world.reserve(ttl: 13)
        try world.release(released)
        try world.commit(sold)
        try world.change(extended, ttl: 100)
        world.advance(seconds: 20)
        #expect(world.shop.unbookedExpiries(at: world.now, limit: .max) == [due.id])
        world.advance(seconds: 80)
        #expect(
            world.shop.unbookedExpiries(at: world.now, limit: .max) == [due.id, extended.id])
    }

    @Test("hundreds of extensions leave one expiry each, the latest")
    func extended() throws {
        var world = try World(["P": 100])
        var held: [Reservation] = []
        for _ in 0..<5 { held.append(try world.reserve(ttl: 100)) }
        for _ in 0..<80 {
            world.advance(seconds: 1)
            for reservation in held { try world.change(reservation, ttl: 100) }
        }
        world.advance(milliseconds: 99_999)
        #expect(world.shop.unbookedExpiries(at: world.now, limit: .max).isEmpty)
        world.advance(milliseconds: 1)
        #expect(
            world.shop.unbookedExpiries(at: world.now, limit: .max) == held.map(\.id))
        #expect(try world.available("P") == 100)
    }

    @Test("an expiry that was moved away and back is found once")
    func moved() throws {
        var world = try World()
        let sooner = try world.reserve(ttl: 10)
        let held = try world.reserve(ttl: 60)
        for ttl in [90, 60, 30, 60] as [Int64] { try world.change(held, ttl: ttl) }
        world.advance(seconds: 60)
        let due = [sooner.id, held.id]
        #expect(world.shop.unbookedExpiries(at: world.now, limit: .max) == due)
        #expect(world.shop.unbookedExpiries(of: try world.item("P"), at: world.now) == due)
        #expect(try world.available("P") == 10)
    }

    @Test("a sweep books at most its limit, the oldest first", arguments: [1, 3, 7])
    func sweep(limit: Int) throws {
        var world = try World(["P": 10])
        for wait in 1...5 { try world.reserve(ttl: Int64(wait)) }
        world.advance(seconds: 5)
        guard case .swept(let count) = try world.run(.sweep(limit: limit)) else {
            throw World.Unexpected()
        }
        #expect(count == min(limit, 5))
        #expect(try world.level("P").reserved == Int64(5 - count))
        #expect(try world.available("P") == 10)
        try world.run(.sweep(limit: 100))
        #expect(try world.level("P").reserved == 0)
        #expect(!world.shop.hasUnbookedExpiries(at: world.now))
    }

    @Test("a wave of expiries is sold again unit by unit, all of it and no more")
    func wave() throws {
        var world = try World(["P": 300])
        for _ in 0..<300 { try world.reserve(ttl: 60) }
        world.advance(seconds: 60)
        let results = world.decide(
            Array(repeating: .reserve(.lines(["P": 1])), count: 301))
        #expect(results.count { (try? $0.get()) != nil } == 300)
        #expect(try world.available("P") == 0)
    }

    @Test("an expiry is the engine's doing, whoever came upon it")
    func actor() throws {
        var world = try World(["P": 1])
        try world.reserve(ttl: 60)
        world.advance(seconds: 60)
        try world.reserve()
        let actors = world.changes.movements.map { "\($0.reason.name) \($0.actor)" }
        #expect(actors == ["expired \(Actor.engine)", "reserved \(World.actor)"])
    }

    @Test(
        "the kind sets the time to live where none is asked for",
        arguments: [
            (.cart, 900), (.checkout, 1_800), (.abandonedCart, 345_600), (.order, nil),
        ] as [(Reservation.Kind, Int64?)])
    func times(kind: Reservation.Kind, seconds: Int64?) throws {
        var world = try World()
        let held = try world.reserve(kind: kind)
        #expect(held.expiresAt == seconds.map { world.now.adding(seconds: $0) })
    }
}
