import Domain
import TestSupport
import Testing

@Suite("Kits")
struct KitTests {
    /// K is 2 P and 1 Q.
    private static func world(_ p: Int64, _ q: Int64) throws -> World {
        var world = try World(["P": p, "Q": q])
        try world.makeItem(
            "K", parts: [KitPart(sku: "P", quantity: 2), KitPart(sku: "Q", quantity: 1)])
        return world
    }

    @Test("E2: a kit is worth its scarcest part")
    func scarcest() throws {
        var world = try Self.world(5, 9)
        #expect(try world.available("K", on: .online) == 2)
        try world.reserve(["K": 2])
        #expect(try world.available("P") == 1)
        #expect(try world.available("Q") == 7)
        #expect(try world.available("K", on: .online) == 0)
        try world.reserve(["P": 1])
    }

    @Test("E3: a kit and its part are judged together")
    func together() throws {
        var world = try Self.world(3, 9)
        let refusal = try world.refusal(of: .reserve(.lines(["K": 1, "P": 2])))
        #expect(refusal == .short(.insufficientStock, line: 1, wanted: 2, available: 3))
        #expect(try world.reserved("P") == 0)
        #expect(try world.reserved("Q") == 0)
        try world.reserve(["K": 1, "P": 1])
    }

    @Test("a kit is out of stock when one of its parts is")
    func missing() throws {
        var world = try Self.world(10, 0)
        #expect(
            try world.refusal(of: .reserve(.lines(["K": 1])))
                == .short(.outOfStock, "K", wanted: 1, available: 0))
    }

    @Test("a kit that loses a part is lost as a whole, and its other parts are free")
    func preempted() throws {
        var world = try Self.world(6, 9)
        let held = try world.reserve(["K": 3])
        let lost = try world.adjust("P", .setTo(5))
        #expect(
            lost == [
                Preempted(
                    reservation: held.id, order: nil,
                    lines: [.init(item: try world.item("K"), quantity: 1)])
            ])
        #expect(try world.reservation(held.id).lines.map(\.quantity) == [2])
        #expect(try world.level("P") == Quantities(onHand: 5, reserved: 4))
        #expect(try world.level("Q") == Quantities(onHand: 9, reserved: 2))
    }

    @Test("a kit is sold, shipped and cancelled by its parts")
    func sold() throws {
        var world = try Self.world(6, 9)
        let held = try world.commit(world.reserve(["K": 3]))
        try world.run(.ship(held.id, [Pick(sku: "K", quantity: 2)]))
        #expect(try world.level("P") == Quantities(onHand: 2, committed: 2))
        #expect(try world.level("Q") == Quantities(onHand: 7, committed: 1))
        try world.run(.cancel(held.id, nil))
        #expect(try world.level("P") == Quantities(onHand: 2))
        let line = try #require(try world.reservation(held.id).lines.first)
        #expect([line.committed, line.shipped, line.cancelled] == [0, 2, 1])
    }

    @Test("a kit that was changed since is held as it was made up then")
    func recipe() throws {
        var world = try Self.world(6, 9)
        let held = try world.reserve(["K": 2])
        try world.run(
            .putItem(
                sku: "K", .fixture(components: [KitPart(sku: "Q", quantity: 5)]), .none))
        try world.release(held)
        #expect(try world.level("P").reserved == 0)
        #expect(try world.level("Q").reserved == 0)
    }

    @Test("a kit has no stock of its own to adjust")
    func adjusted() throws {
        var world = try Self.world(6, 9)
        let refusal = try world.refusal(of: .adjust(.fixture("K", .setTo(1))))
        guard case .invalidField("lines[0].sku", _) = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
    }
}
