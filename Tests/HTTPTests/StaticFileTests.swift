import HTTP
import Testing

@Suite("Static files")
struct StaticFileTests {
    static let file = StaticFile(bytes: Array("hello".utf8), contentType: "text/plain")

    private func answer(_ header: String) throws -> Response {
        let head = try Reading.head("GET / HTTP/1.1\r\nHost: x\r\n\(header)\r\n")
        return Self.file.response(to: Request(head: head, body: []))
    }

    @Test("a file comes with a strong tag of its content")
    func tag() throws {
        let response = try answer("")
        #expect(response.status == 200)
        #expect(response.body == Array("hello".utf8))
        #expect(response.headers.first("ETag") == "\"2cf24dba5fb0a30e26e83b2ac5b9e29e\"")
        let other = StaticFile(bytes: Array("hello!".utf8), contentType: "text/plain")
        #expect(other.etag != Self.file.etag)
    }

    @Test(
        "a client that has the file is told so",
        arguments: [
            ("#", 304), ("W/#", 304), ("\"x\", # ", 304), ("\"x\" ,W/#,\"y\"", 304), ("*", 304),
            ("\"x\"", 200), ("", 200), ("2cf24dba5fb0a30e26e83b2ac5b9e29e", 200),
        ])
    func known(list: String, status: Int) throws {
        let tags = list.split(separator: "#", omittingEmptySubsequences: false)
            .joined(separator: Self.file.etag)
        let response = try answer("If-None-Match: \(tags)\r\n")
        #expect(response.status == status)
        #expect(response.body.isEmpty == (status == 304))
        #expect(response.headers.first("ETag") == Self.file.etag)
    }

    @Test(
        "a name's ending tells the type",
        arguments: [
            ("a.html", "text/html; charset=utf-8"), ("a.min.js", "text/javascript; charset=utf-8"),
            ("a.svg", "image/svg+xml"), ("a", "application/octet-stream"),
        ])
    func type(name: String, type: String) {
        #expect(StaticFile.contentType(of: name).description == type)
    }
}
