import HTTP
import Testing

@Suite("Targets")
struct TargetTests {
    @Test(
        "a path is cut at every slash and decoded once",
        arguments: [
            ("/", []), ("/v1/stock", ["v1", "stock"]), ("/v1/", ["v1", ""]), ("//v1", ["", "v1"]),
            ("/a//b", ["a", "", "b"]), ("/a%2Fb", ["a/b"]), ("/%252e", ["%2e"]),
            ("/%2e%2e%2fx", ["../x"]), ("/...", ["..."]), ("/caf%C3%A9", ["café"]),
            ("/a+b", ["a+b"]), ("/a?b/../c", ["a"]), ("/a%20b", ["a b"]), ("/a|b^c", ["a|b^c"]),
        ] as [(String, [String])])
    func segments(target: String, segments: [String]) throws {
        #expect(try Reading.head("GET \(target) HTTP/1.1\r\nHost: x\r\n\r\n").segments == segments)
    }

    @Test(
        "a path that could lead elsewhere, or is badly encoded, is refused",
        arguments: [
            "/.", "/..", "/../a", "/a/./b", "/%2e", "/%2E%2e/a", "/.%2e", "/%00", "/%0d%0aX",
            "/%7f", "/%c0%af", "/%ff", "/%ed%a0%80", "/%", "/%4", "/%zz", "/%4g", "/a#b", "/a\\b",
            "/a\"b", "/a<b", "/ä", "a", "*", "http:/a", "//..",
        ])
    func refused(target: String) {
        let reading = Reading("GET \(target) HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(reading.error == .badRequest(.target))
    }

    @Test(
        "a query is decoded, in order, with + as a space",
        arguments: [
            ("a=1&b=2", [("a", "1"), ("b", "2")]), ("a=1&a=2", [("a", "1"), ("a", "2")]),
            ("a", [("a", "")]), ("a=b=c", [("a", "b=c")]), ("=x", [("", "x")]),
            ("a=%26%3D", [("a", "&=")]), ("a+b=c+d", [("a b", "c d")]), ("a=%2B", [("a", "+")]),
            ("&&a=1&", [("a", "1")]), ("", []), ("a=caf%C3%A9", [("a", "café")]),
            ("a=?/", [("a", "?/")]),
        ] as [(String, [(String, String)])])
    func query(text: String, pairs: [(String, String)]) throws {
        let query = try Reading.head("GET /?\(text) HTTP/1.1\r\nHost: x\r\n\r\n").query
        #expect(Array(query.names) == pairs.map(\.0))
        for name in Set(query.names) {
            let values = pairs.filter { $0.0 == name }.map(\.1)
            #expect(query.all(name) == values)
            #expect(query.first(name) == values.first)
        }
        #expect(query.isEmpty == pairs.isEmpty)
        #expect(query.first("absent") == nil)
    }

    @Test(
        "a query that cannot be decoded is malformed, though its request is read",
        arguments: ["a=%", "a=%4", "%zz=1", "a=%00", "a=%0a", "a=%c0%af", "a=1&b=%ff"])
    func malformed(text: String) throws {
        let head = try Reading.head("GET /?\(text) HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(throws: Query.Malformed()) { try head.query }
    }

    @Test("the target is kept as it was sent")
    func raw() throws {
        let head = try Reading.head("GET /%41?b=%43 HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(String(decoding: head.rawTarget, as: UTF8.self) == "/%41?b=%43")
    }
}
