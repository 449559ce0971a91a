import Domain
import TestSupport
import Testing

@Suite("A refused command")
struct RefusedCommandTests {
    /// Each is refused in a shop with P 10 (4 held, 2 sold), Q 1, and a kit K of 1 P.
    private static let refused: [Command] = [
        .reserve(.lines(["Q": 1, "P": 5])), .reserve(.lines(["P": 1, "NONE": 1])),
        .reserve(.lines(["K": 5], mode: .all)), .reserve(.lines(["P": 5], kind: .order)),
        .restate(holder: "h", .lines(["Q": 1, "P": 9], holder: "h", kind: .cart)),
        .restate(
            holder: "h",
            .lines(["P": 9], holder: "h", kind: .cart, channel: World.showroom)),
        .reserveOnce(holder: "new", .lines(["P": 5], holder: "new")),
        .adjust(
            AdjustRequest(
                lines: [
                    .init(sku: "P", amount: .setTo(1)), .init(sku: "Q", amount: .delta(-2)),
                ], reason: .counted)),
        .adjust(
            AdjustRequest(
                lines: [
                    .init(sku: "P", amount: .setTo(0)),
                    .init(sku: "Q", amount: .setTo(5), expected: 3),
                ], reason: .counted)),
        .transfer(
            TransferRequest(
                from: .code("main"), to: .code("far"),
                lines: [.init(sku: "Q", quantity: 1), .init(sku: "P", quantity: 5)])),
        .deleteItem(sku: "P", .none), .putItem(sku: "P", .fixture(), .version(in: [9])),
        .createLocation(LocationRequest(code: "far", name: "Far")),
        .editSettings(SettingsEdit(), .version(in: [9])),
    ]

    @Test(
        "a refused command changes nothing, nor what its batch has changed",
        arguments: refused.indices)
    func nothing(index: Int) throws {
        var world = try World(at: ["main": ["P": 10, "Q": 1], "far": ["P": 0]])
        try world.makeItem("K", parts: [KitPart(sku: "P", quantity: 1)])
        try world.commit(world.reserve(["P": 2]))
        try world.restate("h", ["P": 4])
        var draft = world.draft()
        _ = draft.decide(.reserve(.lines(["P": 1])), by: World.actor)
        _ = draft.decide(.adjust(.fixture("P", .delta(1))), by: World.actor)
        let before = Self.written(draft, in: world)
        let result = draft.decide(Self.refused[index], by: World.actor)
        #expect(throws: Rejection.self) { try result.get() }
        #expect(Self.written(draft, in: world) == before)
    }

    /// All that a batch writes. Items that it only looked at are as they were.
    private static func written(_ draft: Draft, in world: World) -> String {
        var changes = draft.changes()
        changes.stocks.removeAll { $0 == world.shop.stock($0.item.id) }
        return String(describing: changes)
    }

    @Test(
        "of a sold reservation nothing more is shipped, cancelled, changed or given back",
        arguments: [true, false])
    func sold(isMixed: Bool) throws {
        var world = try World()
        let sold = try world.commit(world.reserve(["P": 3]))
        let picks = [Pick(sku: "P", quantity: isMixed ? 2 : 4), Pick(sku: "P", quantity: 2)]
        let commands: [Command] = [
            .ship(sold.id, picks), .cancel(sold.id, picks), .release(sold.id),
            .change(sold.id, ReservationChange(ttlSeconds: 60)),
        ]
        for command in commands {
            #expect(try world.refusal(of: command) != nil)
            #expect(world.changes.isEmpty)
        }
    }

    @Test("the expiry that a refused command came upon stays booked, for it had happened")
    func expiry() throws {
        var world = try World(["P": 2])
        let held = try world.reserve(["P": 1], ttl: 60)
        world.advance(seconds: 60)
        let more = ReservationChange(lines: [ReserveRequest.Line(sku: "P", quantity: 3)])
        #expect(try world.refusal(of: .change(held.id, more)) == .reservationExpired)
        #expect(try world.reservation(held.id).state == .expired)
        #expect(world.changes.movements.map(\.reason) == [.expired])
    }
}
