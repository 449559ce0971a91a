import Domain
import TestSupport
import Testing

@Suite("Selling, shipping, cancelling")
struct CommitTests {
    @Test("B8: a late commit sells the units again under a new id, once")
    func late() throws {
        var world = try World(["P": 1])
        let held = try world.reserve(ttl: 120)
        world.advance(seconds: 120)
        let sold = try world.commit(held)
        #expect(sold.id != held.id)
        #expect(sold.replaces == held.id)
        #expect(sold.state == .committed)
        #expect(try world.state(held) == .expired)
        #expect(try world.commit(held) == sold, "sent again, the same answer")
        #expect(world.changes.isEmpty)
        #expect(try world.level("P") == Quantities(onHand: 1, committed: 1))
    }

    @Test("B8: a late commit of units that are sold is refused and changes nothing")
    func tooLate() throws {
        var world = try World(["P": 1])
        let held = try world.reserve(ttl: 120)
        world.advance(seconds: 120)
        try world.commit(world.reserve())
        let late = Command.commit(held.id, order: nil, deduction: nil)
        #expect(try world.refusal(of: late) == .short(.outOfStock, wanted: 1, available: 0))
        #expect(world.changes.isEmpty)
    }

    @Test("a late commit takes from any location, and no share binds it")
    func anywhere() throws {
        var world = try World(
            at: ["A": ["P": 1], "B": ["P": 5]], channels: ["B": [World.showroom]],
            policies: [.share(100)])
        let held = try world.reserve(ttl: 60)
        world.advance(seconds: 60)
        try world.commit(world.reserve())
        let sold = try world.commit(held)
        #expect(sold.lines.first?.sources.map(\.location) == [try world.location("B")])
    }

    @Test("committing again is harmless")
    func again() throws {
        var world = try World()
        let sold = try world.commit(world.reserve(["P": 2]))
        #expect(try world.commit(sold) == sold)
        #expect(world.changes.isEmpty)
        #expect(try world.level("P") == Quantities(onHand: 10, committed: 2))
    }

    @Test("goods that leave with the payment count as shipped at once")
    func now() throws {
        var world = try World()
        let sold = try world.commit(world.reserve(["P": 2]), .now)
        #expect(sold.lines.map(\.shipped) == [2])
        #expect(try world.level("P") == Quantities(onHand: 8))
        #expect(!sold.isOpen)
    }

    @Test("what was given back or lost is not sold")
    func ended() throws {
        var world = try World(["P": 1])
        let released = try world.release(world.reserve())
        let preempted = try world.reserve()
        try world.adjust("P", .setTo(0))
        for (id, state) in [(released.id, Reservation.State.released), (preempted.id, .preempted)] {
            let command = Command.commit(id, order: nil, deduction: nil)
            #expect(try world.refusal(of: command) == .reservationNotActive(state))
        }
    }

    @Test(
        "on every paid line what became of its units adds up to its quantity",
        arguments: 0..<16 as Range<UInt64>)
    func identity(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var world = try World(at: ["A": ["P": 10], "B": ["P": 10]])
        let sold = try world.commit(world.reserve(["P": 16]))
        for _ in 0..<12 {
            let pick = Pick(
                sku: "P", quantity: random.number(1...4),
                location: random.pick([nil, .code("A"), .code("B")]))
            switch random.number(1...4) {
            case 1: _ = try world.refusal(of: .ship(sold.id, [pick]))
            case 2: _ = try world.refusal(of: .cancel(sold.id, [pick]))
            case 3:
                let level = try world.level("P", at: "A")
                try world.adjust("P", .setTo(max(0, level.onHand - 1)), at: "A")
            default:
                _ = try world.refusal(of: .ship(sold.id, [Pick(sku: "P", quantity: 1)]))
            }
        }
        _ = try world.refusal(of: .cancel(sold.id, nil))
        let line = try #require(try world.reservation(sold.id).lines.first)
        let sum =
            line.committed + line.short + line.backordered + line.shipped + line.cancelled
        #expect(sum == 16)
        #expect(line.committed == 0)
        #expect(try world.level("P", at: "A").committed == 0)
    }

    @Test(
        "G3: no more is shipped or cancelled than is left",
        arguments: [(3, nil), (4, 3)] as [(Int64, Int64?)])
    func left(units: Int64, available: Int64?) throws {
        var world = try World()
        let sold = try world.commit(world.reserve(["P": 10]))
        try world.run(.ship(sold.id, [Pick(sku: "P", quantity: 7)]))
        let refusal = try world.refusal(
            of: .cancel(sold.id, [Pick(sku: "P", quantity: units)]))
        #expect(
            refusal
                == available.map {
                    .notCommitted([
                        LineRefusal(
                            index: 0, sku: "P", code: .notCommitted, requested: units,
                            available: $0)
                    ])
                })
        #expect(try world.available("P") == (available == nil ? 3 : 0))
    }

    @Test("G6: cancelled units return to where they came from")
    func whence() throws {
        var world = try World(at: ["A": ["P": 2], "B": ["P": 3]])
        let sold = try world.commit(world.reserve(["P": 5]))
        try world.run(.cancel(sold.id, nil))
        #expect(try world.available("P", at: "A") == 2)
        #expect(try world.available("P", at: "B") == 3)
        #expect(try world.refusal(of: .cancel(sold.id, nil)) == .notCommitted([]))
    }

    @Test("what was not paid is neither shipped nor cancelled")
    func unpaid() throws {
        var world = try World()
        let held = try world.reserve()
        #expect(try world.refusal(of: .ship(held.id, nil)) == .notCommitted([]))
        #expect(try world.refusal(of: .cancel(held.id, nil)) == .notCommitted([]))
        try world.commit(held)
        #expect(
            try world.refusal(of: .release(held.id)) == .reservationNotActive(.committed))
    }
}
