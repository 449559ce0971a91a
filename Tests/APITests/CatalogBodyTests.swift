import Domain
import Testing

@testable import API

@Suite("Bodies of the catalog and the settings")
struct CatalogBodyTests {
    @Test(
        "an adjustment that cannot be used is named by its path",
        arguments: [
            (adjust(#""delta":1,"set_to":1"#), "invalid_field", "lines[0].set_to"),
            (adjust(#""set_to":-1"#), "invalid_quantity", "lines[0].set_to"),
            (adjust(#""delta":9007199254740992"#), "invalid_quantity", "lines[0].delta"),
            (adjust(#""delta":1.0"#), "invalid_quantity", "lines[0].delta"),
            (adjust(#""expected":1"#), "invalid_quantity", "lines[0].delta"),
            (adjust(#""delta":1,"quantity":"reserved""#), "invalid_field", "lines[0].quantity"),
            (adjust(#""delta":1,"quantity":5"#), "invalid_field", "lines[0].quantity"),
            (#"{"lines":[{"sku":"P","delta":1}],"reason":"reserved"}"#, "invalid_field", "reason"),
            (#"{"lines":[{"sku":"P","delta":1}]}"#, "invalid_field", "reason"),
        ])
    func adjustment(text: String, code: String, field: String) {
        let found = Decoding.problem(text) { try AdjustRequest(&$0) }
        #expect(found?.code == code)
        #expect(found?.field == field)
    }

    @Test(
        "up to 1,000 lines are adjusted at once",
        arguments: [(1_000, nil), (1_001, "too_many_lines")] as [(Int, String?)])
    func adjustmentLines(count: Int, code: String?) {
        let lines = [String](repeating: #"{"sku":"P","delta":1}"#, count: count)
        let text = "{\"reason\":\"received\",\"lines\":[\(lines.joined(separator: ","))]}"
        #expect(Decoding.problem(text) { try AdjustRequest(&$0) }?.code == code)
    }

    @Test(
        "a barcode is a GTIN with a right check digit",
        arguments: [
            ("4006381333931", true), ("96385074", true), ("036000291452", true),
            ("14006381333938", true), ("4006381333932", false), ("400638133393", false),
            ("4006381333931 ", false), ("４006381333931", false), ("", false),
        ])
    func barcode(text: String, isValid: Bool) {
        #expect(GTIN.isValid(text) == isValid)
        let found = Decoding.problem("{\"title\":\"T\",\"barcode\":\"\(text)\"}") {
            try ItemRequest(&$0)
        }
        #expect((found == nil) == isValid)
    }

    @Test(
        "an item that cannot be used is named by its path",
        arguments: [
            ("{}", "title"), (#"{"title":""}"#, "title"),
            (item(#""price":{"amount":1}"#), "price.currency"),
            (item(#""price":{"amount":-1,"currency":"EUR"}"#), "price.amount"),
            (item(#""price":{"amount":1,"currency":"eur"}"#), "price.currency"),
            (item(#""image_url":"javascript:alert(1)""#), "image_url"),
            (item(#""low_stock_threshold":-1"#), "low_stock_threshold"),
            (item(#""backorder":{"limit":1}"#), "backorder.policy"),
            (
                item(#""components":[{"sku":"A","quantity":1},{"sku":"A","quantity":2}]"#),
                "components"
            ),
            (item(#""active":1"#), "active"),
        ])
    func itemField(text: String, field: String) {
        let found = Decoding.problem(text) { try ItemRequest(&$0) }
        #expect(found?.status == 422)
        #expect(found?.field == field)
    }

    @Test("a title is kept as it is sent")
    func title() throws {
        let request = try Decoding.value(#"{"title":"<script>=cmd()🧱"}"#) {
            try ItemRequest(&$0)
        }
        #expect(request.profile.title == "<script>=cmd()🧱")
    }

    @Test("in an edit null unsets, and what is absent stays")
    func edit() throws {
        let edit = try Decoding.value(#"{"barcode":null,"category":"tiles"}"#) {
            try ItemEdit(&$0)
        }
        #expect(edit.barcode == .unset)
        #expect(edit.category == .set("tiles"))
        #expect(edit.price == .keep)
        #expect(edit.title == nil)
    }

    @Test(
        "a share is a number from 0 to 1 with at most six decimals",
        arguments: [
            ("0.29", 290_000), ("1", 1_000_000), ("1.0", 1_000_000), ("0", 0),
            ("0.000001", 1), ("0.0000001", nil), ("1.000001", nil), ("-0.1", nil), ("1e-1", nil),
        ] as [(String, Int64?)])
    func share(text: String, millionths: Int64?) {
        #expect(Fraction(decimal: Array(text.utf8))?.millionths == millionths)
    }

    @Test(
        "a share is written as the shortest decimal",
        arguments: [(290_000, "0.29"), (1_000_000, "1"), (0, "0"), (1, "0.000001")]
            as [(Int64, String)])
    func decimal(millionths: Int64, text: String) {
        let fraction = Fraction(millionths: millionths)
        #expect(fraction.map { String(decoding: $0.decimal, as: UTF8.self) } == text)
    }

    @Test("policies are sorted by how specific they are")
    func policies() throws {
        let text = """
            {"data": [{"channel": "online", "share": 1},
                      {"channel": "online", "category": "c", "share": 0.5},
                      {"channel": "online", "sku": "s", "share": 0.1, "buffer": 0.15}]}
            """
        let policies = try Decoding.value(text) { try PoliciesBody.decode(&$0) }
        #expect(policies.map(\.sku) == ["s", nil, nil])
        #expect(policies.map(\.category) == [nil, "c", nil])
    }

    @Test(
        "policies that cannot be used are named",
        arguments: [
            (#"{"data":[{"channel":"online"}]}"#, "data[0].share"),
            (#"{"data":[{"channel":"online","by_turnover":{"high":0.3}}]}"#, "data[0].by_turnover"),
            (
                #"{"data":[{"channel":"online","share":1},{"channel":"online","share":0.5}]}"#,
                "data[1]"
            ),
        ])
    func policyField(text: String, field: String) {
        let found = Decoding.problem(text) { try PoliciesBody.decode(&$0) }
        #expect(found?.code == "invalid_field")
        #expect(found?.field == field)
    }

    @Test(
        "a time zone is a name of the database, by its form",
        arguments: [
            ("Europe/Berlin", true), ("UTC", true), ("America/Argentina/Salta", true),
            ("Mars/X", false), ("../../etc/passwd", false), ("Europe/Berlin ", false),
            ("Europe/../Berlin", false), ("Europe/", false),
        ])
    func timeZone(name: String, isPlausible: Bool) {
        #expect(TimeZoneName.isPlausible(name) == isPlausible)
    }

    @Test(
        "a location's code does not look like an id",
        arguments: [("main", nil), ("loc_0000000000001", "code")] as [(String, String?)])
    func locationCode(code: String, field: String?) {
        let found = Decoding.problem("{\"code\":\"\(code)\",\"name\":\"n\"}") {
            try LocationRequest(&$0)
        }
        #expect(found?.field == field)
    }

    @Test(
        "an allowed origin is a scheme and a host",
        arguments: [
            ("https://shop.example", true), ("http://localhost:3000", true),
            ("https://shop.example/", false), ("https://Shop.example", false),
            ("https://", false), ("ftp://shop.example", false), ("*", false),
        ])
    func origin(text: String, isValid: Bool) {
        let body = "{\"name\":\"k\",\"kind\":\"publishable\",\"allowed_origins\":[\"\(text)\"]}"
        #expect((Decoding.problem(body) { try KeyBody(&$0) } == nil) == isValid)
    }

    static func adjust(_ members: String) -> String {
        "{\"lines\":[{\"sku\":\"P\",\(members)}],\"reason\":\"counted\"}"
    }

    static func item(_ members: String) -> String { "{\"title\":\"T\",\(members)}" }
}
