import Domain
import TestSupport
import Testing

@Suite("A count is the truth, and the cheapest promise pays")
struct PreemptionTests {
    @Test("H2: promises are preempted, and what is paid is short by what still lacks")
    func truth() throws {
        var world = try World()
        let paid = try world.commit(world.reserve(["P": 6], kind: .order))
        let first = try world.reserve()
        let second = try world.reserve()
        let lost = try world.adjust("P", .setTo(5))
        #expect(lost.map(\.reservation) == [second.id, first.id, paid.id])
        #expect(lost.flatMap(\.lines).map(\.quantity) == [1, 1, 1])
        #expect(try world.state(first) == .preempted)
        #expect(try world.state(second) == .preempted)
        let line = try #require(try world.reservation(paid.id).lines.first)
        #expect([line.committed, line.short] == [5, 1])
        #expect(try world.level("P") == Quantities(onHand: 5, committed: 5))
    }

    @Test("H3: a count that just covers the promises breaks none")
    func covers() throws {
        var world = try World()
        try world.commit(world.reserve(["P": 6]))
        try world.reserve(["P": 2])
        #expect(try world.adjust("P", .setTo(8)).isEmpty)
        #expect(try world.available("P") == 0)
        #expect(try world.adjust("P", .setTo(7)).count == 1)
    }

    @Test("H4: damaged goods are not promised")
    func damaged() throws {
        var world = try World()
        try world.commit(world.reserve(["P": 8]))
        let cart = try world.reserve(kind: .cart)
        let lost = try world.adjust("P", .delta(2), .unavailable, reason: .damaged)
        #expect(lost.map(\.reservation) == [cart.id])
        #expect(
            try world.level("P") == Quantities(onHand: 10, committed: 8, unavailable: 2))
        #expect(try world.refusal(of: .reserve(.lines(["P": 1]))) != nil)
    }

    @Test("H8: a count below what is damaged corrects both")
    func both() throws {
        var world = try World()
        try world.adjust("P", .setTo(6), .unavailable, reason: .damaged)
        let held = try world.reserve(["P": 2])
        #expect(try world.adjust("P", .setTo(5)).map(\.reservation) == [held.id])
        #expect(try world.level("P") == Quantities(onHand: 5, unavailable: 5))
        #expect(try world.state(held) == .preempted)
    }

    @Test("H7: the ladder is climbed by units")
    func ladder() throws {
        var world = try World(["P": 19, "Q": 1])
        var held: [Reservation] = []
        let wishes: [(KeyValuePairs<String, Int64>, Reservation.Kind)] = [
            (["P": 4], .abandonedCart), (["P": 3], .abandonedCart),
            (["P": 3, "Q": 1], .cart), (["P": 2], .checkout), (["P": 2], .order),
            (["P": 5], .order),
        ]
        for (lines, kind) in wishes {
            held.append(try world.reserve(lines, kind: kind))
            world.advance(milliseconds: 1)
        }
        try world.commit(held[5])
        let ids = held.map(\.id)
        func units(_ lost: [Preempted]) -> [String] {
            lost.map { entry in
                let place = ids.firstIndex(of: entry.reservation) ?? -1
                return "\(place): \(entry.lines.map(\.quantity))"
            }
        }
        #expect(
            try units(world.adjust("P", .setTo(11))) == ["0: [4]", "1: [3]", "2: [1]"])
        #expect(try world.reservation(ids[2]).lines.map(\.quantity) == [2, 1])
        #expect(
            try units(world.adjust("P", .setTo(5))) == ["2: [2]", "3: [2]", "4: [2]"])
        #expect(try world.reservation(ids[2]).state == .active)
        #expect(try world.reservation(ids[2]).lines.map(\.quantity) == [0, 1])
        #expect(try world.state(held[3]) == .preempted)
        #expect(try units(world.adjust("P", .setTo(4))) == ["5: [1]"])
        #expect(try world.reservation(ids[5]).lines.map(\.short) == [1])
    }

    @Test(
        "abandoned carts yield the oldest first, everybody else the newest first",
        arguments: [
            (.abandonedCart, 0), (.cart, 2), (.checkout, 2), (.order, 2),
        ] as [(Reservation.Kind, Int)])
    func age(kind: Reservation.Kind, loser: Int) throws {
        var world = try World(["P": 30])
        var held: [ID<Reservation>] = []
        for _ in 0..<3 {
            held.append(try world.reserve(["P": 2], kind: kind).id)
            world.advance(milliseconds: 1)
        }
        #expect(try world.adjust("P", .setTo(5)).map(\.reservation) == [held[loser]])
    }

    @Test("of what is paid the newest payment is short first")
    func payment() throws {
        var world = try World(["P": 4])
        let first = try world.reserve(["P": 2])
        let second = try world.reserve(["P": 2])
        try world.commit(second)
        world.advance(milliseconds: 1)
        try world.commit(first)
        #expect(try world.adjust("P", .setTo(3)).map(\.reservation) == [first.id])
    }

    @Test("F2: the counter's sale is booked, the newest promise yields")
    func counter() throws {
        var world = try World(["P": 100], policies: [.share(40)])
        var held: [ID<Reservation>] = []
        for _ in 0..<40 { held.append(try world.reserve().id) }
        let lost = try world.adjust("P", .delta(-70), reason: .sold)
        #expect(lost.map(\.reservation) == held.suffix(10).reversed())
        #expect(try world.level("P") == Quantities(onHand: 30, reserved: 30))
        #expect(world.changes.events.count { $0.type == "reservation.preempted" } == 10)
        let more = Command.adjust(.fixture("P", .delta(-31), reason: .sold))
        #expect(
            try world.refusal(of: more)
                == .negativeStock([
                    LineRefusal(index: 0, sku: "P", code: .negativeStock, current: 30)
                ]))
    }

    @Test("what has expired yields before anybody pays")
    func expired() throws {
        var world = try World()
        try world.reserve(["P": 5], kind: .order, ttl: 60)
        let cart = try world.reserve(["P": 5], kind: .cart)
        world.advance(seconds: 60)
        #expect(try world.adjust("P", .setTo(5)).isEmpty)
        #expect(try world.state(cart) == .active)
    }

    @Test("a loss at one location takes nothing from another")
    func location() throws {
        var world = try World(at: ["A": ["P": 5], "B": ["P": 5]])
        let held = try world.reserve(["P": 10])
        let lost = try world.adjust("P", .setTo(3), at: "B")
        #expect(lost.map(\.lines.first?.quantity) == [2])
        #expect(try world.reservation(held.id).lines.map(\.quantity) == [8])
        #expect(try world.level("P", at: "A") == Quantities(onHand: 5, reserved: 5))
    }
}
