import Domain
import TestSupport
import Testing

@Suite("Extending and changing")
struct ChangeTests {
    @Test("B3: extending counts from now and changes no units")
    func fromNow() throws {
        var world = try World()
        let held = try world.reserve(ttl: 120)
        world.advance(seconds: 119)
        let extended = try world.change(held, ttl: 120)
        #expect(extended.id == held.id)
        #expect(extended.expiresAt == ManualClock.start.adding(seconds: 239))
        #expect(try world.reserved("P") == 1)
    }

    @Test("B3: a cart kept alive lives 60 minutes at most")
    func bounded() throws {
        var world = try World()
        let cart = try world.reserve(kind: .cart, ttl: 3_600)
        world.advance(seconds: 3_550)
        let extended = try world.change(cart, ttl: 120)
        #expect(extended.expiresAt == ManualClock.start.adding(seconds: 3_600))
    }

    @Test("the 60 minutes of an abandoned cart count from when its customer came back to it")
    func cameBack() throws {
        var world = try World()
        let abandoned = try world.restate("h", ["P": 1], kind: .abandonedCart)
        world.advance(seconds: 86_400)
        let back = world.now
        let cart = try world.restate("h", ["P": 1], ttl: 900)
        #expect(cart.id == abandoned.id)
        #expect(cart.expiresAt == back.adding(seconds: 900))
        world.advance(seconds: 600)
        #expect(
            try world.restate("h", ["P": 2], ttl: 900).expiresAt == world.now.adding(seconds: 900))
        world.advance(seconds: 300)
        #expect(try world.change(cart, ttl: 3_600).expiresAt == back.adding(seconds: 3_600))
        #expect(
            try world.change(cart, kind: .checkout).expiresAt == world.now.adding(seconds: 1_800))
    }

    @Test("B4: an expired reservation is never revived")
    func never() throws {
        var world = try World(["P": 1])
        let first = try world.reserve(ttl: 60)
        world.advance(seconds: 60)
        let second = try world.commit(world.reserve())
        let extend = Command.change(first.id, ReservationChange(ttlSeconds: 60))
        #expect(try world.refusal(of: extend) == .reservationExpired)
        #expect(try world.state(first) == .expired)
        #expect(try world.state(second) == .committed)
    }

    @Test("B5: extending an expired one is a new decision", arguments: [false, true])
    func renewed(isBooked: Bool) throws {
        var world = try World(["P": 1])
        let first = try world.reserve(ttl: 60)
        world.advance(seconds: 60)
        if isBooked { try world.run(.sweep(limit: 10)) }
        let second = try world.change(first, ttl: 60)
        #expect(second.id != first.id)
        #expect(second.replaces == first.id)
        #expect(second.expiresAt == world.now.adding(seconds: 60))
        #expect(try world.state(first) == .expired)
        #expect(world.changes.events.contains { $0.type == "reservation.created" })
        #expect(try world.level("P").reserved == 1)
        let third = try world.change(first, ttl: 90)
        #expect(third.id == second.id, "the old name leads to the new one")
    }

    @Test("B6: a change that does not fit leaves what was")
    func fits() throws {
        var world = try World(["P": 3])
        let first = try world.reserve(["P": 2])
        try world.reserve()
        let more = Command.change(
            first.id, ReservationChange(lines: [.init(sku: "P", quantity: 3)]))
        #expect(
            try world.refusal(of: more) == .short(.insufficientStock, wanted: 3, available: 2))
        #expect(try world.reservation(first.id) == first)
        try world.change(first, lines: [.init(sku: "P", quantity: 1)])
        #expect(try world.available("P") == 1)
    }

    @Test(
        "the kind may rise and never falls",
        arguments: [
            (.cart, .checkout, .checkout), (.cart, .order, .order), (.checkout, .cart, .checkout),
            (.abandonedCart, .cart, .cart), (.order, .abandonedCart, .order),
        ] as [(Reservation.Kind, Reservation.Kind, Reservation.Kind)])
    func kind(from: Reservation.Kind, asked: Reservation.Kind, to: Reservation.Kind) throws {
        var world = try World(["P": 10], policies: [.share(100)])
        let held = try world.reserve(kind: from)
        #expect(try world.change(held, kind: asked).kind == to)
        let usage = try #require(world.shop.stock(world.item("P"))).usage(of: .online)
        #expect(usage.abandoned == (to == .abandonedCart ? 1 : 0))
    }

    @Test("a time to live beyond what the kind may have is refused")
    func tooLong() throws {
        var world = try World()
        let cart = try world.reserve(kind: .cart)
        let long = Command.change(cart.id, ReservationChange(ttlSeconds: 3_601))
        guard case .invalidField("ttl_seconds", _) = try world.refusal(of: long) else {
            Issue.record("3,601 seconds of a cart")
            return
        }
    }

    @Test("what has ended is not changed, and giving it back again changes nothing")
    func ended() throws {
        var world = try World()
        let held = try world.reserve()
        let released = try world.release(held)
        #expect(try world.release(held) == released)
        #expect(world.changes.isEmpty)
        let extend = Command.change(held.id, ReservationChange(ttlSeconds: 60))
        #expect(try world.refusal(of: extend) == .reservationNotActive(.released))
        #expect(try world.available("P") == 10)
    }

    @Test("a reservation that nobody made is not found")
    func unknown() throws {
        var world = try World()
        let id = ID<Reservation>.fixture(5)
        let commands: [Command] = [
            .change(id, ReservationChange()), .commit(id, order: nil, deduction: nil),
            .ship(id, nil), .cancel(id, nil), .release(id),
        ]
        for command in commands {
            #expect(try world.refusal(of: command) == .reservationNotFound)
        }
    }
}
