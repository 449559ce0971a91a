import Domain
import Testing

@testable import API

@Suite("Cursors")
struct CursorTests {
    private static let secret = [UInt8](0..<16)
    private static let scope = Cursor.Scope(
        tenant: ID(rawValue: 1), route: "/v1/items", filters: ["category", "Tiles"], sort: "sku")

    @Test(
        "a cursor opens to the key that it was made of",
        arguments: [
            Cursor.Key.number(0), .number(.max), .text("A"), .text("żółw/π 100%"),
            .text(String(repeating: "\u{10FFFF}", count: 100)),
        ])
    func opens(key: Cursor.Key) {
        let text = Cursor.seal(key, for: Self.scope, secret: Self.secret)
        #expect(Cursor.open(text, for: Self.scope, secret: Self.secret) == key)
        #expect(text == PercentEncoding.encode(text), "it needs no encoding in a query")
    }

    @Test(
        "changed at any place, cut short or made longer, it opens to nothing",
        arguments: ["T", "T-", "T-1"])
    func altered(sku: String) {
        let text = Array(Cursor.seal(.text(sku), for: Self.scope, secret: Self.secret))
        for index in text.indices {
            var other = text
            other[index] = text[index] == "A" ? "B" : "A"
            #expect(Cursor.open(String(other), for: Self.scope, secret: Self.secret) == nil)
            let short = String(text[..<index])
            #expect(Cursor.open(short, for: Self.scope, secret: Self.secret) == nil)
        }
        for more in ["A", "=", "AAAA", " ", "\u{0}"] {
            let long = String(text) + more
            #expect(Cursor.open(long, for: Self.scope, secret: Self.secret) == nil)
        }
    }

    @Test(
        "it opens no other list",
        arguments: [
            Cursor.Scope(
                tenant: ID(rawValue: 2), route: "/v1/items", filters: ["category", "Tiles"],
                sort: "sku"),
            .init(
                tenant: ID(rawValue: 1), route: "/v1/locations", filters: ["category", "Tiles"],
                sort: "sku"),
            .init(
                tenant: ID(rawValue: 1), route: "/v1/items", filters: ["category", "T-shirts"],
                sort: "sku"),
            .init(tenant: ID(rawValue: 1), route: "/v1/items", filters: [], sort: "sku"),
            .init(
                tenant: ID(rawValue: 1), route: "/v1/items", filters: ["categoryTiles"],
                sort: "sku"),
            .init(
                tenant: ID(rawValue: 1), route: "/v1/items", filters: ["category", "Tiles"],
                sort: "-sku"),
        ])
    func elsewhere(scope: Cursor.Scope) {
        let text = Cursor.seal(.number(7), for: Self.scope, secret: Self.secret)
        #expect(Cursor.open(text, for: scope, secret: Self.secret) == nil)
    }

    @Test("another database's cursor opens to nothing")
    func otherSecret() {
        let text = Cursor.seal(.number(7), for: Self.scope, secret: Self.secret)
        let other = [UInt8](1...16)
        #expect(Cursor.open(text, for: Self.scope, secret: other) == nil)
    }

    @Test(
        "what was never a cursor opens to nothing",
        arguments: ["", "x", "null", "🦊", "AAAAAAAAAAAAAAAAAAAAAA", "..", "' or 1=1--"])
    func garbage(text: String) {
        #expect(Cursor.open(text, for: Self.scope, secret: Self.secret) == nil)
    }

    @Test("base 64 has one spelling for each run of bytes")
    func base64() {
        for count in 0..<40 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ 7) }
            let text = Base64URL.encode(bytes)
            #expect(Base64URL.decode(text) == bytes)
            for last in "ABCDEFGHQgwx-_" where count > 0 && count % 3 != 0 {
                let other = String(text.dropLast()) + String(last)
                #expect(other == text || Base64URL.decode(other) != bytes)
            }
        }
        #expect(Base64URL.encode(Array("any carnal pleas".utf8)) == "YW55IGNhcm5hbCBwbGVhcw")
    }
}
