import Demo
import Domain
import Testing

@Suite("The demo shop")
struct DemoShopTests {
    private static let end = Timestamp(milliseconds: 1_795_600_000_123)

    private static func script(seed: UInt64 = 1) -> [DemoStep] {
        DemoShop.script(seed: seed, endingAt: end)
    }

    private static func catalog() -> [DemoItem] {
        var random = DemoRandom(seed: 1)
        return DemoCatalog.items(&random)
    }

    private static func text(_ steps: [DemoStep]) -> [String] {
        steps.map { "\($0.at.milliseconds) \($0.action)" }
    }

    @Test("the same seed and end give the same history, another seed another one")
    func seeded() {
        #expect(Self.text(Self.script()) == Self.text(Self.script()))
        #expect(Self.text(Self.script()) != Self.text(Self.script(seed: 2)))
    }

    @Test("the history is in order of time, and ends where it is told to", arguments: [1, 2, 3])
    func ordered(seed: UInt64) {
        let times = Self.script(seed: seed).map(\.at.milliseconds)
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
        let day: Int64 = 86_400_000
        #expect((times.last ?? 0) <= Self.end.milliseconds)
        #expect((60...62).contains((Self.end.milliseconds - (times.first ?? 0)) / day))
    }

    @Test("there are about 400 items in three categories, each sku once, and one kit of them")
    func items() {
        let items = Self.catalog()
        let skus = Set(items.map(\.sku))
        #expect((380...420).contains(items.count))
        #expect(skus.count == items.count)
        #expect(Set(items.map(\.category)) == ["Tiles", "T-shirts", "Model railways"])
        #expect(Set(items.map(\.productID)).count < items.count / 3)
        let kits = items.filter { !$0.components.isEmpty }
        #expect(kits.map(\.sku) == [DemoCatalog.kit])
        #expect(kits.flatMap(\.components).allSatisfy { skus.contains($0.sku) })
    }

    @Test("a dozen items stand in the window, of each category as many")
    func window() {
        let shown = Self.catalog().filter { $0.picture != nil }
        #expect(shown.count == 12)
        #expect(Set(shown.map(\.picture)).count == 11)
        for category in ["Tiles", "T-shirts", "Model railways"] {
            #expect(shown.count { $0.category == category } == 4)
        }
    }

    @Test("every barcode has 13 digits and a check digit that holds")
    func barcodes() {
        let codes = (0..<400).map(DemoGTIN.text)
        #expect(Set(codes).count == 400)
        for code in codes {
            let digits = code.compactMap(\.wholeNumberValue)
            #expect(digits.count == 13)
            let sum = digits.enumerated().reduce(0) {
                $0 + $1.element * ($1.offset % 2 == 0 ? 1 : 3)
            }
            #expect(sum % 10 == 0)
        }
        #expect(DemoGTIN.checkDigit(of: "400638133393") == 1)
    }

    @Test("the history has thousands of steps, of every kind that a shop knows")
    func kinds() {
        var counts: [String: Int] = [:]
        for step in Self.script() { counts[Self.kind(step.action), default: 0] += 1 }
        #expect((3_000...6_000).contains(counts.values.reduce(0, +)), "\(counts)")
        for kind in [
            "reserve", "restate", "release", "adjust", "transfer", "pay", "ship", "cancel",
        ] {
            #expect(counts[kind, default: 0] > 5, "\(kind)")
        }
    }

    private static func kind(_ action: DemoStep.Action) -> String {
        switch action {
        case .pay: "pay"
        case .ship: "ship"
        case .cancel: "cancel"
        case .send(.reserve): "reserve"
        case .send(.restate): "restate"
        case .send(.releaseSession): "release"
        case .send(.adjust): "adjust"
        case .send(.transfer): "transfer"
        case .send: "other"
        }
    }
}
