import HTTP
import Testing

@Suite("Responses")
struct ResponseTests {
    private func written(
        _ response: Response, omitsBody: Bool = false,
        _ continuation: ResponseWriter.Continuation = .keepAlive
    ) -> String {
        var output: [UInt8] = []
        ResponseWriter.append(
            response, date: Array("Date: now\r\n".utf8), omitsBody: omitsBody,
            continuation: continuation, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    @Test("a response is its status, its headers, its length and its body")
    func whole() {
        let response = Response(
            status: 201, headers: ["X-A": "b"], contentType: "text/plain", body: Array("hi".utf8))
        let head = "HTTP/1.1 201 Created\r\nDate: now\r\nContent-Type: text/plain\r\nX-A: b\r\n"
        #expect(written(response) == head + "Content-Length: 2\r\n\r\nhi")
        #expect(written(response, omitsBody: true) == head + "Content-Length: 2\r\n\r\n")
        #expect(
            written(response, .close) == head + "Connection: close\r\nContent-Length: 2\r\n\r\nhi")
        #expect(written(response, .keepAliveSaid).contains("Connection: keep-alive\r\n"))
    }

    @Test("a status that has no body has no length", arguments: [204, 304])
    func bodiless(status: Int) {
        let text = written(Response(status: status, body: [0x61]))
        #expect(text.hasPrefix("HTTP/1.1 \(status) "))
        #expect(text.hasSuffix("Date: now\r\n\r\n"))
    }

    @Test("a status without a name is written as its number")
    func unnamed() {
        #expect(written(Response(status: 299)).hasPrefix("HTTP/1.1 299 \r\nDate"))
    }

    @Test("a length is written in full", arguments: [0, 9, 10, 99, 100, 1_048_576])
    func length(count: Int) {
        let response = Response(status: 200, body: [UInt8](repeating: 0x61, count: count))
        #expect(written(response).contains("\r\nContent-Length: \(count)\r\n\r\n"))
    }

    @Test(
        "numbers, tags and lines are headers like others", arguments: [0, 9, 10, 1_234, Int64.max])
    func others(number: Int64) {
        var headers = HeaderList()
        headers.append(lines: "X-A: a\r\nX-B: b\r\n")
        headers.append("X-C", number)
        headers.append("ETag", tag: number)
        let text = written(Response(status: 200, headers: headers, body: [0x61]))
        let lines = "X-A: a\r\nX-B: b\r\nX-C: \(number)\r\nETag: \"\(number)\"\r\n"
        #expect(text.hasSuffix("\r\nDate: now\r\n" + lines + "Content-Length: 1\r\n\r\na"))
    }

    @Test(
        "a value cannot break out of its line",
        arguments: [
            "a\r\nX-B: c", "a\nb", "a\u{0}b", "a\u{7F}b", "a\r\n\r\nbody", "a\tb",
            "a\n234567890", "a\u{7F}234567890",
        ])
    func injection(value: String) {
        let text = written(Response(status: 200, headers: ["X-A": value]))
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.count == 6)
        #expect(lines[2].hasPrefix("X-A: a "))
    }

    @Test("every protocol error has a status of its own kind and says nothing of the request")
    func errors() {
        let errors: [ProtocolError] = [
            .badRequest(.chunk), .requestTimeout, .contentTooLarge(limit: 7), .targetTooLong,
            .expectationFailed, .headersTooLarge, .transferCodingNotImplemented,
            .methodNotImplemented, .versionNotSupported, .tooManyConnections,
        ]
        #expect(errors.map(\.status) == [400, 408, 413, 414, 417, 431, 501, 501, 505, 503])
        #expect(Set(errors.map(\.code)).count == errors.count)
        #expect(errors.allSatisfy { $0.detail.hasSuffix(".") })
    }
}
