import Domain
import Engine
import Testing

@testable import API

@Suite("Headers")
struct HeaderTests {
    @Test(
        "If-Match is * or a list of entity tags, of which weak and foreign ones match nothing",
        arguments: [
            ("*", .exists), ("\"3\"", .version(in: [3])),
            ("\"3\", \"4\"", .version(in: [3, 4])), ("W/\"3\"", .version(in: [])),
            ("\"abc\"", .version(in: [])), ("\"03\"", .version(in: [])),
            ("\"a,b\" ,\"5\"", .version(in: [5])), ("3", nil), ("\"3", nil), ("", nil),
            ("\"3\" \"4\"", nil), ("\"3\",", nil), ("*, \"3\"", nil), ("w/\"3\"", nil),
        ] as [(String, Precondition?)])
    func ifMatch(header: String, precondition: Precondition?) {
        #expect(Precondition(header: header) == precondition)
    }

    @Test(
        "If-Match lists at most twenty tags", arguments: [(20, true), (21, false), (1_000, false)])
    func tagCount(count: Int, isValid: Bool) {
        let header = [String](repeating: "\"1\"", count: count).joined(separator: ",")
        #expect((Precondition(header: header) != nil) == isValid)
    }

    @Test(
        "an Idempotency-Key has 1 to 255 visible ASCII characters; quoted equals bare",
        arguments: [
            ("abc", "abc"), ("\"abc\"", "abc"), ("a", "a"), ("\"", "\""), ("\"\"", nil),
            ("", nil), ("a b", nil), ("\"a b\"", nil), ("ä", nil), ("a\t", nil),
            ("a\u{7F}", nil), ("!~", "!~"),
            (String(repeating: "k", count: 255), String(repeating: "k", count: 255)),
            (String(repeating: "k", count: 256), nil),
        ] as [(String, String?)])
    func idempotencyKey(header: String, key: String?) {
        let bare = IdempotencyKey.bare(Array(header.utf8)[...])
        #expect(bare.map(Array.init) == key.map { Array($0.utf8) })
    }

    @Test(
        "a credential is Bearer and a key",
        arguments: [
            ("Bearer hf_sk_x", "hf_sk_x"), ("bearer hf_sk_x", "hf_sk_x"), ("Basic abc", nil),
            ("Bearer ", nil), ("Bearer", nil), ("Bearer a b", nil), ("hf_sk_x", nil),
            ("Bearer " + String(repeating: "k", count: 513), nil),
        ] as [(String, String?)])
    func credential(header: String, token: String?) {
        let found = Credential.token(in: Array(header.utf8)[...])
        #expect(found.map { String(decoding: $0, as: UTF8.self) } == token)
    }

    @Test("keys with the same end are not the same key")
    func sameEnd() {
        let key = ShownKey("hf_sk_1_and_the_same_end")
        #expect(key == ShownKey("hf_sk_1_and_the_same_end"))
        #expect(key != ShownKey("hf_sk_2_and_the_same_end"))
        #expect(key != ShownKey("the_same_end"))
        #expect(key.hashValue == ShownKey("hf_sk_2_and_the_same_end").hashValue)
    }

    @Test(
        "a body is JSON in UTF-8",
        arguments: [
            ("application/json", true), ("application/json; charset=utf-8", true),
            ("Application/JSON;charset=UTF-8", true), ("application/json; charset=utf-16", false),
            ("text/plain", false), ("application/json, text/plain", false), ("", false),
            ("application/jsonx", false),
        ])
    func contentType(type: String, isJSON: Bool) {
        #expect(BodyRules.isJSON(type) == isJSON)
    }
}
