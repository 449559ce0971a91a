import Domain
import HTTP
import Testing

@testable import API

@Suite("Stock, counted and explained")
struct StockReadingTests {
    private static let now = Timestamp(milliseconds: 1_000)

    /// P with 5 and Q with 9 on hand at one location, K = 2 P + 1 Q, and half of P for `online`.
    private static func shop(share: Int64? = nil) -> Shop {
        let location = Location(id: ID(rawValue: 1), code: "main", name: "Main")
        var items = ItemBook()
        for (id, sku, onHand) in [(1, "P", 5), (2, "Q", 9)] as [(Int64, String, Int64)] {
            items.restore(
                ItemStock(
                    item: Item(id: ID(rawValue: id), sku: sku),
                    levels: [
                        StockLevel(
                            location: location.id, quantities: Quantities(onHand: onHand))
                    ]))
        }
        items.restore(
            ItemStock(
                item: Item(
                    id: ID(rawValue: 3), sku: "K",
                    components: [
                        .init(item: ID(rawValue: 1), quantity: 2),
                        .init(item: ID(rawValue: 2), quantity: 1),
                    ])))
        return Shop(
            tenant: TenantRecord(
                id: ID(rawValue: 1), name: "Shop", plan: .premium,
                createdAt: Timestamp(milliseconds: 0)),
            locations: [location],
            policies: share.flatMap { Fraction(millionths: $0) }.map {
                [AllocationPolicy(channel: .online, sku: "P", share: $0)]
            } ?? [], items: items)
    }

    @Test(
        "lines are judged in order, with what those before them took, also through kits",
        arguments: [
            ([("P", 5)], [nil]),
            ([("P", 6)], [.insufficientStock]),
            ([("P", 3), ("P", 3)], [nil, .insufficientStock]),
            ([("K", 2), ("P", 1)], [nil, nil]),
            ([("K", 2), ("P", 2)], [nil, .insufficientStock]),
            ([("P", 4), ("K", 1)], [nil, .insufficientStock]),
            ([("X", 1), ("Q", 9)], [.unknownSKU, nil]),
            (
                [("P", 9_007_199_254_740_991), ("K", 9_007_199_254_740_991)],
                [.insufficientStock, .insufficientStock]
            ),
        ] as [([(String, Int64)], [LineRefusal.Code?])])
    func check(lines: [(String, Int64)], codes: [LineRefusal.Code?]) {
        let check = StockCheck(lines: lines.map { .init(sku: $0.0, quantity: $0.1) })
        #expect(check.findings(in: Self.shop(), at: Self.now).map(\.code) == codes)
    }

    @Test("physically enough, but not within the channel's share, is its own code")
    func exhausted() {
        // Of 5, the base share is 1; the floor for live buyers lifts it to all 5 of them, so a
        // share binds only above that.
        let check = StockCheck(lines: [.init(sku: "P", quantity: 5)])
        #expect(check.findings(in: Self.shop(share: 200_000), at: Self.now).map(\.code) == [nil])
    }

    @Test("an explanation ends with what is available, and names every number before it")
    func explained() throws {
        let explanation = try #require(
            Explanation(of: "P", on: .online, in: Self.shop(share: 500_000), at: Self.now))
        let steps = Dictionary(
            explanation.steps.map { ($0.name, $0.quantity) }, uniquingKeysWith: { $1 })
        #expect(explanation.steps.last?.name == "available_to_promise")
        #expect(steps["on_hand"] == 5)
        #expect(steps["base_share"] == 2)
        #expect(steps["allocation"] == 5)
        #expect(steps["available_to_promise"] == explanation.available)
        #expect(Explanation(of: "X", on: .online, in: Self.shop(), at: Self.now) == nil)
    }

    @Test("a kit is explained by its components")
    func kit() throws {
        let explanation = try #require(
            Explanation(of: "K", on: .online, in: Self.shop(), at: Self.now))
        #expect(explanation.steps.map(\.quantity) == [5, 2, 2, 9, 1, 9, 2])
        #expect(explanation.available == 2)
    }

    @Test("a kit has no quantities of its own, other items have them for each location")
    func views() throws {
        let shop = Self.shop()
        let kit = try #require(shop.stockView(of: "K", on: nil, at: Self.now))
        #expect(kit.own == nil)
        #expect(kit.available == 2)
        let item = try #require(shop.stockView(of: "P", on: nil, at: Self.now))
        #expect(item.own?.levels.map(\.location) == ["main"])
        #expect(item.own?.total.onHand == 5)
        #expect(shop.stockView(of: "X", on: nil, at: Self.now) == nil)
    }

    @Test("minutes that have passed take their refusals with them")
    func failureRate() {
        var ring = AttemptRing(minute: 100)
        #expect(ring.failureRate(minute: 100) == 0)
        ring.note(refused: true, minute: 100)
        ring.note(refused: false, minute: 130)
        #expect(ring.failureRate(minute: 159) == 0.5)
        #expect(ring.failureRate(minute: 160) == 0)
        ring.note(refused: true, minute: 400)
        #expect(ring.failureRate(minute: 400) == 1)
    }

    @Test(
        "a span of history has whole steps, and not too many",
        arguments: [
            (nil, nil, 30), (0, 86_400_000, 2), (86_399_999, 86_400_000, 2), (0, 0, 1),
            (0, 999 * 86_400_000, 1_000), (0, 1_000 * 86_400_000, nil),
            (86_400_000, 86_399_999, nil),
        ] as [(Int64?, Int64?, Int?)])
    func span(from: Int64?, to: Int64?, steps: Int?) {
        let span = try? StockHistory.Span(
            from: from.map { Timestamp(milliseconds: $0) },
            to: to.map { Timestamp(milliseconds: $0) }, step: .day,
            now: Timestamp(milliseconds: 2_000 * 86_400_000))
        #expect(span.map { Int($0.last - $0.first + 1) } == steps)
    }
}
