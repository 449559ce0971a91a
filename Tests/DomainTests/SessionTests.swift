import Domain
import TestSupport
import Testing

@Suite("A holder's session")
struct SessionTests {
    @Test("a session that is restated keeps its own units, and is not blocked by them")
    func own() throws {
        var world = try World(["P": 3])
        let first = try world.restate("h", ["P": 3])
        for wish in [3, 1, 3, 2] as [Int64] {
            let again = try world.restate("h", ["P": wish])
            #expect(again.id == first.id)
            #expect(again.lines.map(\.quantity) == [wish])
            #expect(try world.reserved("P") == wish)
        }
    }

    @Test("what a session could have includes what it has")
    func couldHave() throws {
        var world = try World(["P": 3])
        try world.restate("h", ["P": 2])
        let more = Command.restate(holder: "h", .lines(["P": 4], holder: "h", kind: .cart))
        #expect(
            try world.refusal(of: more) == .short(.insufficientStock, wanted: 4, available: 3))
        #expect(try world.reserved("P") == 2, "it still has what it had")
    }

    @Test("a session under a share or a limit that is used up by itself keeps what it has")
    func usedUp() throws {
        var world = try World(
            ["P": 100], settings: Settings(holderLimit: 10), policies: [.share(10)])
        try world.restate("h", ["P": 10])
        try world.restate("h", ["P": 10])
        #expect(try world.reserved("P") == 10)
        let more = Command.restate(holder: "h", .lines(["P": 11], holder: "h", kind: .cart))
        #expect(try world.refusal(of: more)?.lines.map(\.code) == [.holderLimit])
    }

    @Test("nothing wished gives everything back")
    func empty() throws {
        var world = try World()
        let session = try world.restate("h", ["P": 3])
        let nothing = ReserveRequest(lines: [], holder: "h", kind: .cart)
        let outcome = try world.run(.restate(holder: "h", nothing))
        guard case .sessionReleased(units: 3) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(try world.state(session) == .released)
        guard case .sessionReleased(units: 0) = try world.run(.releaseSession(holder: "h")) else {
            Issue.record("nothing is left to give back")
            return
        }
    }

    @Test("restating raises the kind and never lowers it")
    func kind() throws {
        var world = try World()
        try world.restate("h", ["P": 1], kind: .checkout)
        #expect(try world.restate("h", ["P": 2], kind: .cart).kind == .checkout)
        #expect(try world.restate("h", ["P": 2], kind: .order).kind == .order)
    }

    @Test("a session that expired is made anew, with the units that are free")
    func expired() throws {
        var world = try World(["P": 1])
        let first = try world.restate("h", ["P": 1], ttl: 60)
        world.advance(seconds: 60)
        let second = try world.restate("h", ["P": 1])
        #expect(second.id != first.id)
        #expect(try world.state(first) == .expired)
        #expect(try world.level("P").reserved == 1)
    }

    @Test("what a holder reserved apart is no part of the session")
    func apart() throws {
        var world = try World()
        let apart = try world.reserve(["P": 2], holder: "h")
        let session = try world.restate("h", ["P": 3])
        #expect(session.id != apart.id)
        try world.run(.releaseSession(holder: "h"))
        #expect(try world.state(apart) == .active)
        #expect(try world.reserved("P") == 2)
    }

    @Test("a session moves to another channel with its units, or stays when it cannot")
    func channel() throws {
        var world = try World(
            at: ["A": ["P": 2], "B": ["P": 1]], channels: ["B": [World.showroom]])
        let session = try world.restate("h", ["P": 2])
        func move(_ units: Int64) -> Command {
            .restate(
                holder: "h",
                .lines(["P": units], holder: "h", kind: .cart, channel: World.showroom))
        }
        #expect(try world.refusal(of: move(4)) != nil)
        #expect(try world.state(session) == .active)
        #expect(try world.reserved("P") == 2)
        let moved = try world.reservation(by: move(3))
        #expect(moved.channel == World.showroom)
        #expect(try world.state(session) == .released)
        #expect(try world.reserved("P") == 3)
    }

    @Test("asked once and again, the first attempt is the answer")
    func once() throws {
        var world = try World(["P": 1])
        let once = Command.reserveOnce(holder: "h", .lines(["P": 1], holder: "h"))
        let first = try world.reservation(by: once)
        #expect(try world.reservation(by: once) == first)
        try world.commit(first)
        #expect(try world.reservation(by: once).id == first.id, "sold and not shipped")
    }

    @Test(
        "asked once and sold, the sold one is the answer also when nothing of it is left",
        arguments: [true, false])
    func onceAndGone(isShipped: Bool) throws {
        var world = try World(["P": 5])
        let once = Command.reserveOnce(holder: "h", .lines(["P": 1], holder: "h"))
        let first = try world.reservation(by: once)
        try world.commit(first)
        try world.run(isShipped ? .ship(first.id, nil) : .cancel(first.id, nil))
        #expect(try world.reservation(by: once).id == first.id)
        #expect(try world.reserved("P") == 0)
    }

    @Test("within one batch as well, and only for its own holder")
    func onceAndGoneAtOnce() throws {
        var world = try World(["P": 5])
        let once = Command.reserveOnce(holder: "h", .lines(["P": 1], holder: "h"))
        let first = try world.reservation(by: once)
        let results = world.decide([
            .commit(first.id, order: nil, deduction: nil), .ship(first.id, nil), once,
            .reserveOnce(holder: "g", .lines(["P": 1], holder: "g")),
        ])
        let found = try results.map { try $0.get().reservation?.id }
        #expect(found.prefix(3).allSatisfy { $0 == first.id })
        #expect(found.last != first.id)
    }

    @Test("asked once and sold late, the one that was sold is the answer")
    func onceAndLate() throws {
        var world = try World(["P": 5])
        let once = Command.reserveOnce(holder: "h", .lines(["P": 1], holder: "h", ttl: 60))
        let first = try world.reservation(by: once)
        world.advance(seconds: 60)
        let sold = try world.commit(first)
        #expect(sold.replaces == first.id)
        #expect(try world.reservation(by: once).id == sold.id)
        try world.run(.ship(sold.id, nil))
        #expect(try world.reservation(by: once).id == sold.id)
        #expect(try world.reserved("P") == 0)
    }

    @Test("asked once and given back or expired, it is asked for anew", arguments: [true, false])
    func onceAndAnew(isReleased: Bool) throws {
        var world = try World(["P": 5])
        let once = Command.reserveOnce(holder: "h", .lines(["P": 1], holder: "h", ttl: 60))
        let first = try world.reservation(by: once)
        if isReleased { try world.release(first) } else { world.advance(seconds: 60) }
        #expect(try world.reservation(by: once).id != first.id)
        #expect(try world.reserved("P") == 1)
    }

    @Test("two holders whose names look alike and differ in bytes are two")
    func bytes() throws {
        var world = try World()
        let first = try world.restate("caf\u{E9}", ["P": 1])
        let second = try world.restate("cafe\u{301}", ["P": 1])
        #expect(first.id != second.id)
        #expect(try world.reserved("P") == 2)
    }
}
