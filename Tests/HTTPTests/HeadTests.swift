import HTTP
import Testing

@Suite("Heads of requests")
struct HeadTests {
    @Test(
        "a line that does not end in CR LF, or has a control byte, is refused at once",
        arguments: [
            "GET / HTTP/1.1\n", "GET / HTTP/1.1\rX", "GET / HTTP/1.1\r\r\n",
            "GET / HTTP/1.1\r\nHost: x\n", "GET / HTTP/1.1\r\nA: b\rc",
            "GET / HTTP/1.1\r\nA: \u{0}", "GET / HTTP/1.1\r\nA: \u{1B}",
            "GET / HTTP/1.1\r\nA: \u{7F}", "GET /\u{0}",
        ])
    func controlBytes(text: String) {
        #expect(Reading(text).error == .badRequest(.controlByte))
    }

    @Test(
        "a header line is a name, a colon right behind it, and a value",
        arguments: [
            "A : b", " A: b", "\tA: b", ": b", "A", "A[: b", "A\u{E4}: b", "A\tB: c", "A b: c",
        ])
    func badHeader(line: String) {
        let reading = Reading("GET / HTTP/1.1\r\nHost: x\r\n\(line)\r\n\r\n")
        #expect(reading.error == .badRequest(.header))
    }

    @Test(
        "HTTP/1.1 has one Host, and it names a host",
        arguments: [
            "", "Host:\r\n", "Host: a\r\nHost: a\r\n", "Host: a, b\r\n", "Host: a/b\r\n",
            "Host: u@a\r\n", "Host: a b\r\n", "Host: ä\r\n", "Host: a?b\r\n",
        ])
    func badHost(header: String) {
        #expect(Reading("GET / HTTP/1.1\r\n\(header)\r\n").error == .badRequest(.host))
    }

    @Test("HTTP/1.0 does without a Host")
    func oldHost() {
        #expect(Reading("GET / HTTP/1.0\r\n\r\n").facts?.segments == [])
    }

    @Test(
        "an absolute target names the host of Host",
        arguments: [
            ("http://a/b", true), ("HTTPS://A/b", true), ("http://c/b", false),
            ("http://a:1/b", false), ("http://u@a/b", false), ("http:///b", false),
        ])
    func absolute(target: String, fits: Bool) {
        let reading = Reading("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(reading.facts?.segments == (fits ? ["b"] : nil))
        #expect(reading.error == (fits ? nil : .badRequest(.host)))
    }

    @Test(
        "only HTTP/1.1 and HTTP/1.0 are spoken",
        arguments: [
            ("HTTP/1", ProtocolError.badRequest(.version)), ("HTTP/01.1", .badRequest(.version)),
            ("http/1.1", .badRequest(.version)), ("HTTP/1,1", .badRequest(.version)),
            ("HTTP/1.10", .badRequest(.version)), ("HTTP/1.1 ", .badRequest(.version)),
            ("HTTP/2.0", .versionNotSupported), ("HTTP/0.9", .versionNotSupported),
            ("HTTP/1.2", .versionNotSupported), ("HTTP/9.9", .versionNotSupported),
        ])
    func version(text: String, error: ProtocolError) {
        #expect(Reading("GET / \(text)\r\nHost: x\r\n\r\n").error == error)
    }

    @Test(
        "a request line is three words with one space between them",
        arguments: [
            ("GET /\r\n", BadRequest.requestLine), ("GET\r\n", .requestLine),
            ("GET  / HTTP/1.1\r\n", .target), ("GET /a b HTTP/1.1\r\n", .version),
            (" GET / HTTP/1.1\r\n", .method), ("G[T / HTTP/1.1\r\n", .method),
            ("GET\t/ HTTP/1.1\r\n", .method), ("\r\n\r\nGET / HTTP/1.1\r\n", .requestLine),
        ])
    func requestLine(text: String, reason: BadRequest) {
        #expect(Reading(text).error == .badRequest(reason))
    }

    @Test("what cannot become a method is refused before its line ends")
    func early() {
        #expect(Reading("\u{16}\u{3}\u{1}").error == .badRequest(.controlByte))
        #expect(Reading("ä").error == .badRequest(.method))
        #expect(Reading(String(repeating: "A", count: 33)).error == .badRequest(.method))
        #expect(Reading(String(repeating: "A", count: 32)) == .unfinished)
    }

    @Test(
        "a method has its name in capitals; others are left to the routes",
        arguments: [
            ("GET", Method.get), ("HEAD", .head), ("POST", .post), ("PUT", .put),
            ("PATCH", .patch), ("DELETE", .delete), ("OPTIONS", .options), ("get", .other),
            ("PROPFIND", .other), ("TRACE", .other), ("GETX", .other),
        ])
    func method(name: String, method: Method) throws {
        let head = try Reading.head("\(name) / HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(head.method == method)
        #expect(head.methodName == name)
    }

    @Test("CONNECT is not implemented; * is for OPTIONS")
    func specialTargets() {
        let request = { (line: String) in Reading("\(line) HTTP/1.1\r\nHost: x\r\n\r\n") }
        #expect(request("CONNECT x:443").error == .methodNotImplemented)
        #expect(request("GET *").error == .badRequest(.target))
        #expect(request("OPTIONS *").facts?.segments == ["*"])
    }

    @Test("an expectation other than 100-continue cannot be met")
    func expectation() throws {
        let start = "POST / HTTP/1.1\r\nHost: x\r\nExpect: "
        #expect(Reading(start + "x\r\n\r\n").error == .expectationFailed)
        let text = start + "100-Continue\r\nContent-Length: 1\r\n\r\n"
        var parser = RequestParser(limits: Limits())
        #expect(try parser.advance(Array(text.utf8).span))
        #expect(parser.facts.expectsContinue)
    }

    @Test("sizes at their limit pass, and one beyond it do not")
    func limits() {
        let request = { (target: Int, headers: String) in
            let path = "/" + String(repeating: "a", count: target - 1)
            return Reading("GET \(path) HTTP/1.1\r\nHost: x\r\n\(headers)\r\n")
        }
        let line = { "A:" + String(repeating: "b", count: $0 - 2) + "\r\n" }
        let lineMax = 8 << 10
        #expect(request(lineMax - 13, "").facts != nil)
        #expect(request(lineMax - 12, "").error == .targetTooLong)
        #expect(request(1, line(lineMax)).facts != nil)
        #expect(request(1, line(lineMax + 1)).error == .headersTooLarge)
        #expect(request(1, String(repeating: "A: b\r\n", count: 99)).facts != nil)
        #expect(request(1, String(repeating: "A: b\r\n", count: 100)).error == .headersTooLarge)
        #expect(request(1, String(repeating: line(4_000), count: 9)).error == .headersTooLarge)
    }

    @Test("headers are found whatever their case, and counted")
    func headers() throws {
        let head = try Reading.head(
            "GET / HTTP/1.1\r\nHost: x\r\nX-A:  one \r\nx-a: two\r\nX-Empty:\r\n\r\n")
        #expect(head.header("x-a") == "one")
        #expect(head.headerValue("x-a") == .several)
        #expect(head.headerValue("x-empty") == .one([]))
        #expect(head.headerValue("x-b") == .none)
        #expect(head.header("x-empty") == "")
        #expect(head.header("x-b") == nil)
    }

    @Test(
        "a name is found in any case, and no other name is taken for it",
        arguments: ["if", "origin", "if-match", "x-request", "content-type", "idempotency-key"])
    func names(name: String) throws {
        let found = { (name: String) in
            let head = try Reading.head("GET / HTTP/1.1\r\nHost: x\r\n\(name): a\r\n\r\n")
            let known: [StaticString] = [
                "if", "origin", "if-match", "x-request", "content-type", "idempotency-key",
            ]
            return known.filter { head.header($0) != nil }.map(\.description)
        }
        #expect(try found(name) == [name])
        #expect(try found(name.uppercased()) == [name])
        // `~` and `^` are one bit apart, as the two cases of a letter are.
        for index in name.indices {
            for other in ["z", "Z", "~", "^", "1", "_"] {
                #expect(try found(name.replacingCharacters(in: index, by: other)) == [])
            }
        }
    }

    @Test(
        "a header says just a text where it is there once with it, in any case",
        arguments: [
            ("A: application/json", true), ("a: Application/JSON", true),
            ("A: application/jsom", false), ("A: application_json", false),
            ("A: bpplication/json", false), ("A: application/json;", false), ("A:", false),
            ("A: application/json\r\nA: application/json", false), ("B: b", false),
        ])
    func says(line: String, isSo: Bool) throws {
        let head = try Reading.head("GET / HTTP/1.1\r\nHost: x\r\n\(line)\r\n\r\n")
        #expect(head.header("a", is: "application/json") == isSo)
    }
}

extension String {
    fileprivate func replacingCharacters(in index: Index, by text: String) -> String {
        self[..<index] + text + self[self.index(after: index)...]
    }
}
