import Domain
import TestSupport
import Testing

@Suite("Catalog")
struct CatalogTests {
    private static func edit(
        _ sku: String, _ precondition: Precondition = .none, _ body: (inout ItemEdit) -> Void
    ) -> Command {
        var edit = ItemEdit()
        body(&edit)
        return .editItem(sku: sku, edit, precondition)
    }

    @Test("G9: an item under a new name keeps its stock, its promises and its history")
    func renamed() throws {
        var world = try World(["OLD": 5, "OTHER": 0])
        let id = try world.item("OLD")
        let sold = try world.commit(world.reserve(["OLD": 2]))
        #expect(try world.refusal(of: Self.edit("OLD") { $0.sku = "OTHER" }) == .skuTaken)
        try world.run(Self.edit("OLD") { $0.sku = "NEW" })
        #expect(try world.item("NEW") == id)
        #expect(world.shop.item("OLD") == nil)
        #expect(try world.level("NEW") == Quantities(onHand: 5, committed: 2))
        try world.run(.ship(sold.id, [Pick(sku: "NEW", quantity: 2)]))
        #expect(try world.level("NEW") == Quantities(onHand: 3))
        try world.makeItem("OLD")
        #expect(try world.item("OLD") != id)
    }

    @Test("two skus that look alike and differ in bytes are two items")
    func bytes() throws {
        var world = try World(["caf\u{E9}": 1, "cafe\u{301}": 2])
        #expect(try world.item("caf\u{E9}") != world.item("cafe\u{301}"))
        try world.reserve(["cafe\u{301}": 2])
        #expect(try world.available("caf\u{E9}") == 1)
        #expect(try world.available("cafe\u{301}") == 0)
        let rename = Self.edit("caf\u{E9}") { $0.sku = "cafe\u{301}" }
        #expect(try world.refusal(of: rename) == .skuTaken)
    }

    @Test("skus differ by case")
    func letterCase() throws {
        let world = try World(["p": 1, "P": 2])
        #expect(try world.available("p") == 1)
        #expect(try world.available("P") == 2)
    }

    @Test(
        "an item with stock, in a kit or held is not deleted",
        arguments: ["STOCK", "PART", "HELD", "KIT-HELD"])
    func inUse(sku: String) throws {
        var world = try World(["STOCK": 1, "PART": 0, "HELD": 0, "Q": 9])
        try world.makeItem("K", parts: [KitPart(sku: "PART", quantity: 1)])
        try world.makeItem("KIT-HELD", parts: [KitPart(sku: "Q", quantity: 1)])
        try world.makeItem("HELD", backorder: .allow(limit: nil))
        try world.reserve(["HELD": 1, "KIT-HELD": 1])
        guard case .itemInUse = try world.refusal(of: .deleteItem(sku: sku, .none)) else {
            Issue.record("\(sku) was deleted")
            return
        }
    }

    @Test("an item that nothing needs is deleted, and its sku is free")
    func deleted() throws {
        var world = try World(["P": 1])
        let held = try world.reserve(ttl: 60)
        try world.commit(held, .now)
        try world.run(.deleteItem(sku: "P", .none))
        #expect(world.shop.item("P") == nil)
        #expect(try world.refusal(of: .deleteItem(sku: "P", .none)) == .itemNotFound)
        try world.makeItem("P")
    }

    @Test("a kit holds no kit, no item twice, not itself and nothing unknown")
    func kitRules() throws {
        var world = try World(["P": 1, "Q": 0])
        try world.makeItem("K", parts: [KitPart(sku: "P", quantity: 1)])
        func refusal(_ sku: String, _ parts: [String]) throws -> String {
            let request = ItemRequest.fixture(
                components: parts.map { KitPart(sku: $0, quantity: 1) })
            switch try world.refusal(of: .putItem(sku: sku, request, .none)) {
            case .invalidField(let field, _): return field
            case .unknownSKU(let lines): return "unknown \(lines.map(\.sku))"
            case .itemInUse: return "in use"
            case let other: return "\(String(describing: other))"
            }
        }
        #expect(try refusal("K2", ["K"]) == "components[0].sku")
        #expect(try refusal("K2", ["P", "P"]) == "components[1].sku")
        #expect(try refusal("Q", ["P", "Q"]) == "components[1].sku")
        #expect(try refusal("K2", ["NONE"]) == "unknown [\"NONE\"]")
        #expect(try refusal("P", ["Q"]) == "in use", "it has stock, and is part of a kit")
    }

    @Test("L3: a plan counts products, an item without one as one")
    func quota() throws {
        var world = try World([:], plan: .free)
        for number in 1...8 { try world.makeItem("\(number)") }
        try world.makeItem("A-1", product: "A")
        try world.makeItem("A-2", product: "A")
        try world.makeItem("B-1", product: "B")
        #expect(world.shop.productCount == 10)
        let more = Command.putItem(sku: "11", .fixture(), .none)
        #expect(try world.refusal(of: more) == .quotaExceeded(limit: 10))
        try world.makeItem("A-3", product: "A")
        try world.makeItem("B-1", product: "C")
        let split = Self.edit("A-1") { $0.productID = .unset }
        #expect(try world.refusal(of: split) == .quotaExceeded(limit: 10))
        try world.run(.deleteItem(sku: "8", .none))
        #expect(try world.refusal(of: more) == nil)
    }

    @Test("an edit of another version than the one seen is refused")
    func versions() throws {
        var world = try World()
        let refused: [(Precondition, Rejection?)] = [
            (.version(in: [2, 3]), .versionConflict(current: 1)), (.version(in: [1]), nil),
            (.exists, nil),
        ]
        for (precondition, rejection) in refused {
            let edit = Self.edit("P", precondition) { $0.title = "New" }
            #expect(try world.refusal(of: edit) == rejection)
        }
        let replace = Command.putItem(sku: "NONE", .fixture(), .exists)
        #expect(try world.refusal(of: replace) == .versionConflict(current: 0))
    }

    @Test("D6: a location with stock or promises is not deactivated")
    func location() throws {
        var world = try World(at: ["A": ["P": 10], "B": ["P": 0]])
        try world.commit(world.reserve(["P": 6]))
        try world.reserve(["P": 4])
        var edit = LocationEdit()
        edit.isActive = false
        #expect(
            try world.refusal(of: .editLocation(.code("A"), edit, .none))
                == .locationInUse(onHand: 10, reserved: 4, committed: 6))
        try world.run(.editLocation(.code("B"), edit, .none))
        #expect(
            try world.refusal(of: .createLocation(LocationRequest(code: "B", name: "")))
                == .codeTaken)
    }

    @Test("settings that are unset are the usual ones again")
    func settings() throws {
        var world = try World()
        var edit = SettingsEdit()
        edit.checkoutTTL = .set(60)
        edit.holderLimit = .set(3)
        try world.run(.editSettings(edit, .version(in: [1])))
        #expect(try world.reserve().expiresAt == world.now.adding(seconds: 60))
        #expect(
            try world.refusal(of: .editSettings(edit, .version(in: [1])))
                == .versionConflict(current: 2))
        edit.checkoutTTL = .unset
        edit.holderLimit = .unset
        try world.run(.editSettings(edit, .none))
        #expect(world.shop.settings == Settings(version: 3))
    }
}
