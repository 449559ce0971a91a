import Domain
import TestSupport
import Testing

@Suite("Transfers")
struct TransferTests {
    private static func transfer(
        _ lines: KeyValuePairs<String, Int64>, from: String = "A", to: String = "B"
    ) -> Command {
        .transfer(
            TransferRequest(
                from: .code(from), to: .code(to),
                lines: lines.map { .init(sku: $0.key, quantity: $0.value) }))
    }

    @Test("goods are in one place, before and after")
    func moved() throws {
        var world = try World(at: ["A": ["P": 10], "B": ["P": 1]])
        try world.run(Self.transfer(["P": 4]))
        #expect(try world.level("P", at: "A").onHand == 6)
        #expect(try world.level("P", at: "B").onHand == 5)
        #expect(world.changes.movements.map(\.reason) == [.transferred, .transferred])
    }

    @Test("only what nobody holds is moved; all lines or none")
    func held() throws {
        var world = try World(at: ["A": ["P": 10, "Q": 1], "B": ["P": 0]])
        try world.reserve(["P": 7], ttl: 60)
        let refused = Self.transfer(["Q": 1, "P": 4])
        #expect(
            try world.refusal(of: refused)
                == .short(.insufficientStock, line: 1, wanted: 4, available: 3))
        #expect(try world.level("Q", at: "A").onHand == 1)
        world.advance(seconds: 60)
        try world.run(refused)
        #expect(try world.level("P", at: "B").onHand == 4)
    }

    @Test("lines of one item are judged by their sum")
    func sum() throws {
        var world = try World(at: ["A": ["P": 5], "B": ["P": 0]])
        #expect(try world.refusal(of: Self.transfer(["P": 3, "P": 3]))?.lines.map(\.index) == [1])
    }

    @Test("a transfer needs two locations that exist, and an item with stock of its own")
    func names() throws {
        var world = try World(at: ["A": ["P": 5], "B": ["P": 0]])
        try world.makeItem("K", parts: [KitPart(sku: "P", quantity: 1)])
        guard case .invalidField("to", _) = try world.refusal(of: Self.transfer(["P": 1], to: "A"))
        else {
            Issue.record("from and to are the same")
            return
        }
        guard case .unknownLocation = try world.refusal(of: Self.transfer(["P": 1], to: "C"))
        else {
            Issue.record("there is no C")
            return
        }
        for sku in ["K", "NONE"] {
            #expect(
                try world.refusal(of: Self.transfer([sku: 1]))?.lines.map(\.code)
                    == [.unknownSKU])
        }
    }
}
