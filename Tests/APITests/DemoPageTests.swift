import Domain
import Store
import Testing

@testable import API

@Suite("The demo's page")
struct DemoPageTests {
    private static func page(title: String, available: Int64) -> String {
        var profile = ItemProfile(title: title)
        profile.price = Money(amount: 2_490, currency: "EUR")
        profile.imageURL = "/demo/art/tile-azure.svg"
        let record = ItemRecord(item: Item(id: ID(rawValue: 1), sku: "P"), profile: profile)
        let stock = PublicStock(
            sku: "P", available: available,
            status: StockStatus(available: available, threshold: 10))
        return DemoPage(
            key: "hf_pk_1", products: [.init(record: record, stock: stock)]
        ).html
    }

    @Test("what a merchant writes stays text")
    func escaped() {
        let html = Self.page(title: "<script>alert('x')</script> & \"y\"", available: 3)
        #expect(!html.contains("<script>alert"))
        #expect(
            html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;y&quot;"))
    }

    @Test(
        "the page says how many there are, and offers what there is",
        arguments: [(12, "In stock", true), (3, "Only 3 left", true), (0, "Sold out", false)]
            as [(Int64, String, Bool)])
    func words(available: Int64, words: String, isOffered: Bool) {
        let html = Self.page(title: "Tile", available: available)
        #expect(html.contains(">\(words)</p>"))
        #expect(html.contains("€24.90"))
        #expect(html.contains("disabled") == !isOffered)
    }

    @Test("the page has no script or style of its own, as its policy demands")
    func policy() {
        let html = Self.page(title: "Tile", available: 1)
        #expect(!html.contains("<style") && !html.contains(" style=") && !html.contains(" onclick"))
        #expect(html.split(separator: "<script").count == 2)
        #expect(!DemoScript.text.contains("innerHTML"))
    }

    @Test("each picture has one name")
    func art() {
        for motif in DemoArt.Motif.allCases {
            for palette in DemoArt.Palette.allCases {
                #expect(DemoArt(file: "\(motif.rawValue)-\(palette.rawValue).svg") != nil)
            }
        }
        for name in ["tile.svg", "tile-azure", "tile-azure.png", "x-azure.svg", "tile-azure-.svg"] {
            #expect(DemoArt(file: name) == nil)
        }
    }
}
