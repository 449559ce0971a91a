import Domain
import TestSupport
import Testing

@Suite("Adjustments")
struct AdjustmentTests {
    @Test(
        "A6: an absolute write is guarded by what was seen",
        arguments: [(10, false), (9, true)] as [(Int64, Bool)])
    func expected(expected: Int64, isWritten: Bool) throws {
        var world = try World(["P": 9])
        let set = AdjustRequest.fixture("P", .setTo(7), expected: expected)
        let refusal = try world.refusal(of: .adjust(set))
        let changed = Rejection.stockChanged([
            LineRefusal(index: 0, sku: "P", code: .stockChanged, current: 9)
        ])
        #expect(refusal == (isWritten ? nil : changed))
        #expect(try world.level("P").onHand == (isWritten ? 7 : 9))
        #expect(world.changes.movements.count == (isWritten ? 1 : 0))
    }

    @Test(
        "a quantity is set or changed, and nothing goes below zero or beyond its range",
        arguments: [
            Case(.onHand, .setTo(3), Quantities(onHand: 3)),
            Case(.onHand, .delta(-10), Quantities(onHand: 0)),
            Case(.onHand, .delta(-11), nil, code: .negativeStock),
            Case(.onHand, .setTo(-1), nil, code: .negativeStock),
            Case(.onHand, .setTo(Quantities.maximum), Quantities(onHand: Quantities.maximum)),
            Case(.onHand, .setTo(Quantities.maximum + 1), nil, code: .quantityOutOfRange),
            Case(.onHand, .delta(Quantities.maximum), nil, code: .quantityOutOfRange),
            Case(.unavailable, .setTo(10), Quantities(onHand: 10, unavailable: 10)),
            Case(.unavailable, .setTo(11), nil, code: .negativeStock),
            Case(.unavailable, .delta(-1), nil, code: .negativeStock),
            Case(.incoming, .delta(5), Quantities(onHand: 10, incoming: 5)),
            Case(.safetyStock, .setTo(20), Quantities(onHand: 10, safetyStock: 20)),
            Case(.safetyStock, .setTo(-1), nil, code: .negativeStock),
        ])
    func amounts(known: Case) throws {
        var world = try World()
        let request = AdjustRequest.fixture("P", known.amount, quantity: known.quantity)
        let refusal = try world.refusal(of: .adjust(request))
        #expect(refusal?.lines.map(\.code) == known.code.map { [$0] })
        #expect(try world.level("P") == known.after ?? Quantities(onHand: 10))
    }

    struct Case: Sendable {
        let quantity: AdjustRequest.Quantity
        let amount: AdjustRequest.Amount
        let after: Quantities?
        let code: LineRefusal.Code?

        init(
            _ quantity: AdjustRequest.Quantity, _ amount: AdjustRequest.Amount,
            _ after: Quantities?, code: LineRefusal.Code? = nil
        ) {
            self.quantity = quantity
            self.amount = amount
            self.after = after
            self.code = code
        }
    }

    @Test("the range is that of all locations together")
    func range() throws {
        var world = try World(at: ["A": ["P": 1], "B": ["P": 0]])
        let more = Command.adjust(.fixture("P", .setTo(Quantities.maximum), at: "B"))
        #expect(try world.refusal(of: more)?.lines.map(\.code) == [.quantityOutOfRange])
    }

    @Test("all lines or none; the refusal names each that failed for the first reason")
    func all() throws {
        var world = try World(["P": 10, "Q": 10])
        let request = AdjustRequest(
            lines: [
                .init(sku: "P", amount: .setTo(5)),
                .init(sku: "Q", amount: .delta(-11)),
                .init(sku: "P", amount: .setTo(4), expected: 10),
            ], reason: .counted)
        #expect(
            try world.refusal(of: .adjust(request))
                == .stockChanged([
                    LineRefusal(index: 2, sku: "P", code: .stockChanged, current: 5)
                ]))
        #expect(try world.level("P").onHand == 10)
        #expect(world.changes.isEmpty)
    }

    @Test("a dry run answers what a change does, and changes nothing")
    func dryRun() throws {
        var world = try World()
        let held = try world.reserve(["P": 8])
        var request = AdjustRequest.fixture("P", .setTo(5))
        request.dryRun = true
        let outcome = try world.run(.adjust(request))
        guard case .adjusted(let movements, let preempted, dryRun: true) = outcome else {
            throw World.Unexpected()
        }
        #expect(movements.map(\.change.onHand) == [-5])
        #expect(preempted.map(\.reservation) == [held.id])
        #expect(world.changes.isEmpty)
        #expect(try world.level("P") == Quantities(onHand: 10, reserved: 8))
    }

    @Test("unknown skus come before unknown locations, each named with its line")
    func unknown() throws {
        var world = try World()
        let request = AdjustRequest(
            lines: [
                .init(sku: "P", location: .code("nowhere"), amount: .setTo(1)),
                .init(sku: "NONE", amount: .setTo(1)),
            ], reason: .counted)
        #expect(
            try world.refusal(of: .adjust(request))
                == .unknownSKU([LineRefusal(index: 1, sku: "NONE", code: .unknownSKU)]))
    }

    @Test("a count that finds what is booked writes no movement")
    func same() throws {
        var world = try World()
        try world.adjust("P", .setTo(10))
        #expect(world.changes.isEmpty)
    }
}
