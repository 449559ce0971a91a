import Domain
import TestSupport
import Testing

@Suite("Where units come from")
struct SourceTests {
    private static func places(_ reservation: Reservation, _ world: World) -> [String] {
        reservation.lines.flatMap(\.sources).map {
            "\(world.shop.sku(of: $0.item)) \(world.shop.code(of: $0.location)) \($0.units)"
        }
    }

    @Test("D1: units are shipped from where they are")
    func shipped() throws {
        var world = try World(at: ["A": ["P": 3], "B": ["P": 2]])
        let held = try world.reserve(["P": 5])
        #expect(Self.places(held, world) == ["P A 3", "P B 2"])
        try world.commit(held)
        #expect(try world.level("P", at: "A").committed == 3)
        #expect(try world.level("P", at: "B").committed == 2)
        try world.run(
            .ship(held.id, [Pick(sku: "P", quantity: 3, location: .code("A"))]))
        #expect(try world.level("P", at: "A") == Quantities(onHand: 0))
        #expect(try world.level("P", at: "B") == Quantities(onHand: 2, committed: 2))
    }

    @Test(
        "D2: a split adds up to what was asked",
        arguments: [
            (.fewestParcels, 12, ["P L1 10", "P L2 3"]), (.fewestParcels, 15, ["P L2 13"]),
            (.priority, 12, ["P L1 10", "P L2 3"]), (.priority, 15, ["P L1 10", "P L2 3"]),
        ] as [(SourceSelection, Int64, [String])])
    func split(selection: SourceSelection, second: Int64, places: [String]) throws {
        var world = try World(
            at: ["L1": ["P": 10], "L2": ["P": second]],
            settings: Settings(sourceSelection: selection))
        let held = try world.reserve(["P": 13])
        #expect(Self.places(held, world) == places)
        #expect(try world.commit(held).lines.map(\.committed) == [13])
    }

    @Test("D3: the next location serves when the first cannot")
    func next() throws {
        var world = try World(at: ["A": ["P": 1], "B": ["P": 100]])
        let other = try world.reserve()
        #expect(Self.places(other, world) == ["P A 1"])
        #expect(try Self.places(world.reserve(), world) == ["P B 1"])
    }

    @Test(
        "D7: one cart may come from two locations; fewest parcels are preferred",
        arguments: [
            (["x": 1], ["y": 1], .fewestParcels, ["x A 1", "y B 1"]),
            (["x": 1], ["x": 1, "y": 1], .fewestParcels, ["x B 1", "y B 1"]),
            (["x": 1], ["x": 1, "y": 1], .priority, ["x A 1", "y B 1"]),
        ] as [([String: Int64], [String: Int64], SourceSelection, [String])])
    func parcels(
        first: [String: Int64], second: [String: Int64], selection: SourceSelection,
        places: [String]
    ) throws {
        var world = try World(
            at: [
                "A": ["x": first["x", default: 0], "y": first["y", default: 0]],
                "B": ["x": second["x", default: 0], "y": second["y", default: 0]],
            ], settings: Settings(sourceSelection: selection))
        #expect(try Self.places(world.reserve(["x": 1, "y": 1]), world) == places)
    }

    @Test("lines that name a location are served before the others")
    func located() throws {
        var world = try World(at: ["A": ["P": 5], "B": ["P": 5]])
        let request = ReserveRequest(lines: [
            .init(sku: "P", quantity: 5),
            .init(sku: "P", quantity: 5, location: .code("A")),
        ])
        let held = try world.reservation(by: .reserve(request))
        #expect(Self.places(held, world) == ["P B 5", "P A 5"])
    }

    @Test("a named location serves its line alone, or refuses it")
    func named() throws {
        var world = try World(at: ["A": ["P": 5], "B": ["P": 5]])
        let request = ReserveRequest(lines: [
            .init(sku: "P", quantity: 6, location: .code("A"))
        ])
        #expect(
            try world.refusal(of: .reserve(request))?.lines.map(\.code)
                == [.insufficientStock])
        let nowhere = ReserveRequest(lines: [
            .init(sku: "P", quantity: 1, location: .code("C"))
        ])
        #expect(
            try world.refusal(of: .reserve(nowhere))
                == .unknownLocation([LineRefusal(index: 0, sku: "P", code: .unknownLocation)]))
    }

    @Test("a channel is served by its locations only")
    func channels() throws {
        var world = try World(
            at: ["A": ["P": 5], "B": ["P": 5]], channels: ["A": [World.showroom]])
        #expect(try world.available("P", on: .online) == 5)
        #expect(try Self.places(world.reserve(["P": 5]), world) == ["P B 5"])
        #expect(
            try world.refusal(of: .reserve(.lines(["P": 1])))
                == .short(.outOfStock, wanted: 1, available: 0))
    }

    @Test("a location's deficit is its own")
    func deficit() throws {
        var world = try World(at: ["A": ["P": 5], "B": ["P": 5]])
        try world.adjust("P", .setTo(8), at: "A", .safetyStock)
        #expect(try world.available("P", on: .online) == 5)
        #expect(try Self.places(world.reserve(["P": 5]), world) == ["P B 5"])
    }

    @Test("D4: a move that does not fit moves nothing")
    func move() throws {
        var world = try World(at: ["A": ["P": 10], "B": ["P": 1]])
        let held = try world.reserve(["P": 10])
        let change = ReservationChange(lines: [
            .init(sku: "P", quantity: 10, location: .code("B"))
        ])
        #expect(
            try world.refusal(of: .change(held.id, change))?.lines.map(\.code)
                == [.insufficientStock])
        #expect(try world.level("P", at: "A").reserved == 10)
        #expect(try world.level("P", at: "B").reserved == 0)
    }
}
