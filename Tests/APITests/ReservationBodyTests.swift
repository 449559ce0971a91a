import Domain
import Testing

@testable import API

@Suite("Bodies of reservations")
struct ReservationBodyTests {
    @Test("a whole request is read")
    func whole() throws {
        let text = """
            {"lines": [{"sku": "P", "quantity": 2, "location": "main"},
                       {"sku": "P", "quantity": 1}],
             "holder": "h", "kind": "cart", "channel": "showroom", "ttl_seconds": 3600,
             "mode": "partial", "metadata": {"a b": [1, "x y\\" "]}}
            """
        let request = try Decoding.value(text) { try ReserveRequest(reservation: &$0) }
        #expect(request.lines.map(\.sku) == ["P", "P"])
        #expect(request.lines.map(\.quantity) == [2, 1])
        #expect(request.lines.map(\.location) == [.code("main"), nil])
        #expect(request.holder == "h")
        #expect(request.kind == .cart)
        #expect(request.channel == Channel("showroom"))
        #expect(request.ttlSeconds == 3_600)
        #expect(request.mode == .partial)
        let metadata = try #require(request.metadata)
        #expect(String(decoding: metadata, as: UTF8.self) == #"{"a b":[1,"x y\" "]}"#)
    }

    @Test("what is left out has its default")
    func defaults() throws {
        let request = try Decoding.value(#"{"lines":[{"sku":"P","quantity":1}],"holder":null}"#) {
            try ReserveRequest(reservation: &$0)
        }
        #expect(request.kind == .checkout)
        #expect(request.channel == .online)
        #expect(request.mode == .all)
        #expect(request.ttlSeconds == nil)
        #expect(request.holder == nil)
    }

    @Test(
        "a field that cannot be used is named by its path",
        arguments: [
            (#"{}"#, "invalid_field", "lines"),
            (#"{"lines":[]}"#, "invalid_field", "lines"),
            (#"{"lines":[{"quantity":1}]}"#, "invalid_field", "lines[0].sku"),
            (#"{"lines":[{"sku":"P"}]}"#, "invalid_quantity", "lines[0].quantity"),
            (line("0"), "invalid_quantity", "lines[0].quantity"),
            (line("-1"), "invalid_quantity", "lines[0].quantity"),
            (line("-0"), "invalid_quantity", "lines[0].quantity"),
            (line("1.0"), "invalid_quantity", "lines[0].quantity"),
            (line("1e2"), "invalid_quantity", "lines[0].quantity"),
            (line("\"1\""), "invalid_quantity", "lines[0].quantity"),
            (line("true"), "invalid_quantity", "lines[0].quantity"),
            (line("null"), "invalid_quantity", "lines[0].quantity"),
            (line("9007199254740992"), "invalid_quantity", "lines[0].quantity"),
            (line("9223372036854775808"), "invalid_quantity", "lines[0].quantity"),
            (line("1,\"price\":1"), "unknown_field", "lines[0].price"),
            (sku(""), "invalid_field", "lines[0].sku"),
            (sku(String(repeating: "a", count: 101)), "invalid_field", "lines[0].sku"),
            (sku("a\\u0000"), "invalid_field", "lines[0].sku"),
            (sku("a\\u202e"), "invalid_field", "lines[0].sku"),
            (sku("a\\u001f"), "invalid_field", "lines[0].sku"),
            (sku("a\u{7F}"), "invalid_field", "lines[0].sku"),
            (with(#""kind":"basket""#), "invalid_field", "kind"),
            (with(#""mode":"some""#), "invalid_field", "mode"),
            (with(#""channel":"on line""#), "invalid_field", "channel"),
            (with(#""ttl_seconds":0"#), "invalid_field", "ttl_seconds"),
            (with(#""ttl_seconds":86461"#), "invalid_field", "ttl_seconds"),
            (with(#""ttl_seconds":1000000000000000000"#), "invalid_field", "ttl_seconds"),
            (with(#""kind":"cart","ttl_seconds":3601"#), "invalid_field", "ttl_seconds"),
            (with(#""holder":"""#), "invalid_field", "holder"),
            (with(#""metadata":[]"#), "invalid_field", "metadata"),
            (with(#""__proto__":{}"#), "unknown_field", "__proto__"),
            (with(#""tenant_id":1"#), "unknown_field", "tenant_id"),
        ])
    func refused(text: String, code: String, field: String) {
        let found = Decoding.problem(text) { try ReserveRequest(reservation: &$0) }
        #expect(found?.code == code)
        #expect(found?.field == field)
    }

    @Test(
        "skus are compared as sent: odd ones are taken",
        arguments: ["../x", " a ", "a/b", "'; DROP TABLE item", "ä", "a\\u0308", "🧱"])
    func oddSKUs(text: String) {
        #expect(Decoding.problem(Self.sku(text)) { try ReserveRequest(reservation: &$0) } == nil)
    }

    @Test(
        "up to 200 lines are taken, of one item too",
        arguments: [(200, nil), (201, "too_many_lines"), (10_001, "too_many_lines")]
            as [(Int, String?)])
    func lineCount(count: Int, code: String?) {
        let line = #"{"sku":"P","quantity":1}"#
        let lines = [String](repeating: line, count: count).joined(separator: ",")
        let found = Decoding.problem("{\"lines\":[\(lines)]}") {
            try ReserveRequest(reservation: &$0)
        }
        #expect(found?.code == code)
    }

    @Test(
        "metadata has at most 16 KiB",
        arguments: [(16_384 - 8, nil), (16_384 - 7, "invalid_field")] as [(Int, String?)])
    func metadata(length: Int, code: String?) {
        let text = Self.with(
            "\"metadata\": {\"a\": \"\(String(repeating: "x", count: length))\"}")
        let found = Decoding.problem(text) { try ReserveRequest(reservation: &$0) }
        #expect(found?.code == code)
    }

    @Test("the empty wish of a session is taken")
    func emptySession() throws {
        let request = try Decoding.value(#"{"lines":[]}"#) {
            try ReserveRequest(holder: "h", session: &$0)
        }
        #expect(request.lines.isEmpty)
    }

    @Test("a session's wish does not name a holder of its own")
    func sessionHolder() {
        let found = Decoding.problem(#"{"lines":[],"holder":"x"}"#) {
            try ReserveRequest(holder: "h", session: &$0)
        }
        #expect(found?.code == "unknown_field")
    }

    @Test("a storefront's holder needs sixteen characters, a server's one")
    func weakHolder() throws {
        let storefront = Principal(
            kind: .publishable, tenant: ID(rawValue: 1), key: nil, scopes: nil,
            allowedOrigins: [])
        let server = Principal(
            kind: .secret, tenant: ID(rawValue: 1), key: nil, scopes: nil, allowedOrigins: [])
        #expect(throws: Problem.self) {
            try HolderRules.check("123456789012345", storefront)
        }
        try HolderRules.check("1234567890123456", storefront)
        try HolderRules.check("1", server)
        #expect(throws: Problem.self) { try HolderRules.check(.order, storefront) }
        try HolderRules.check(.cart, storefront)
        try HolderRules.check(.order, server)
    }

    static func line(_ quantity: String) -> String {
        "{\"lines\":[{\"sku\":\"P\",\"quantity\":\(quantity)}]}"
    }

    static func sku(_ sku: String) -> String {
        "{\"lines\":[{\"sku\":\"\(sku)\",\"quantity\":1}]}"
    }

    static func with(_ members: String) -> String {
        "{\"lines\":[{\"sku\":\"P\",\"quantity\":1}],\(members)}"
    }
}
