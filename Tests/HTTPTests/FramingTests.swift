import HTTP
import Testing

/// Where a request ends, and that nobody can read it in another way.
@Suite("Framing")
struct FramingTests {
    static let start = "POST /a HTTP/1.1\r\nHost: x\r\n"

    @Test(
        "one length, in plain digits, frames a body",
        arguments: ["5", " 5 ", "\t5", "0005", "000000000000000005"])
    func length(value: String) {
        let reading = Reading("\(Self.start)Content-Length: \(value)\r\n\r\nabcdeGET")
        #expect(reading.facts?.body == Array("abcde".utf8))
    }

    @Test(
        "any other length is refused",
        arguments: [
            "+5", "-1", "-0", "0x5", "1_0", "5 5", "", "5, 5", "5,5", "5;", "5.0", "٥",
            "99999999999999999999", "1000000000000000000",
        ])
    func badLength(value: String) {
        let reading = Reading("\(Self.start)Content-Length: \(value)\r\n\r\nabcde")
        #expect(reading.error == .badRequest(.contentLength))
    }

    @Test(
        "two headers that say where the body ends are refused",
        arguments: [
            ("Content-Length: 5\r\nTransfer-Encoding: chunked", BadRequest.ambiguousLength),
            ("Transfer-Encoding: chunked\r\nContent-Length: 5", .ambiguousLength),
            ("Transfer-Encoding: gzip\r\nContent-Length: 5", .ambiguousLength),
            ("Content-Length: 5\r\nContent-Length: 5", .contentLength),
            ("Content-Length: 5\r\nContent-Length: 6", .contentLength),
            ("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", .transferEncoding),
        ])
    func ambiguous(headers: String, reason: BadRequest) {
        #expect(Reading("\(Self.start)\(headers)\r\n\r\n").error == .badRequest(reason))
    }

    @Test(
        "a coding with a clean name that is not ours is not implemented",
        arguments: ["gzip", "identity", "xchunked", "gzip, chunked", "chunked, gzip"])
    func unknownCoding(value: String) {
        let reading = Reading("\(Self.start)Transfer-Encoding: \(value)\r\n\r\n")
        #expect(reading.error == .transferCodingNotImplemented)
    }

    @Test(
        "a coding that is not cleanly named is refused",
        arguments: [
            "", ",chunked", "chunked,", "chunked, chunked", "chunked;q=1", "\"chunked\"",
            "chunked\u{A0}", "chunked gzip",
        ])
    func badCoding(value: String) {
        let reading = Reading("\(Self.start)Transfer-Encoding: \(value)\r\n\r\n0\r\n\r\n")
        #expect(reading.error == .badRequest(.transferEncoding))
    }

    @Test("HTTP/1.0 has no codings")
    func oldCoding() {
        let reading = Reading(
            "POST /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
        #expect(reading.error == .badRequest(.transferEncoding))
    }

    @Test(
        "a header with _ for - means nothing", arguments: ["Content_Length", "Transfer_Encoding"])
    func underscore(name: String) {
        let reading = Reading("\(Self.start)\(name): 5\r\n\r\nGET /")
        #expect(reading.facts?.body == [])
    }

    @Test(
        "a length over the limit is refused before the body comes",
        arguments: [(5, true), (6, false), (999_999_999_999_999_999, false)])
    func limit(length: Int, fits: Bool) {
        let text = "\(Self.start)Content-Length: \(length)\r\n\r\n"
        let reading = Reading(text, bodyLimit: 5)
        #expect(reading == (fits ? .unfinished : .refused(.contentTooLarge(limit: 5))))
    }

    @Test(
        "a connection stays open as its version and its options say",
        arguments: [
            ("1.1", "", true), ("1.1", "Connection: close", false),
            ("1.1", "Connection: x, CLOSE ,y", false), ("1.1", "Connection: keep-alive", true),
            ("1.1", "Connection: keep-alive\r\nConnection: close", false),
            ("1.1", "Connection: closed", true), ("1.0", "", false),
            ("1.0", "Connection: Keep-Alive", true),
            ("1.0", "Connection: keep-alive, close", false),
        ])
    func keepAlive(version: String, header: String, stays: Bool) {
        let line = header.isEmpty ? "" : header + "\r\n"
        let reading = Reading("GET / HTTP/\(version)\r\nHost: x\r\n\(line)\r\n")
        #expect(reading.facts?.keepsAlive == stays)
    }
}
