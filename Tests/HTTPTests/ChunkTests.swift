import HTTP
import Testing

@Suite("Chunks")
struct ChunkTests {
    static let start =
        "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"

    @Test(
        "chunks are put together; extensions and trailers have no effect",
        arguments: [
            ("0\r\n\r\n", ""), ("000\r\n\r\n", ""), ("5\r\nabcde\r\n0\r\n\r\n", "abcde"),
            ("2\r\nab\r\n03\r\ncde\r\n0\r\n\r\n", "abcde"),
            ("a\r\n0123456789\r\nA\r\nabcdefghij\r\n0\r\n\r\n", "0123456789abcdefghij"),
            ("1;x\r\na\r\n0;y=z\r\n\r\n", "a"), ("1;a=\"b c\";d\r\na\r\n0\r\n\r\n", "a"),
            ("0\r\nContent-Length: 5\r\nHost: y\r\n\r\n", ""),
            ("4\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n"),
        ])
    func good(coded: String, body: String) {
        let text = Self.start + coded
        let reading = Reading(text + "GET /next")
        #expect(reading.facts?.body == Array(body.utf8))
        #expect(reading.facts?.length == text.utf8.count, "the next request is left alone")
    }

    @Test(
        "a chunk that could be read in two ways is refused",
        arguments: [
            "0x5\r\nabcde", "+5\r\nabcde", "-1\r\n", " 5\r\nabcde", "5 \r\nabcde", "5\t\r\nabcde",
            "1_0\r\n", "FFFFFFFFFFFFFFFFF\r\n", "\r\n", "g\r\n", "4\r\nabcde\r\n0\r\n\r\n",
            "5\r\nabcde0\r\n\r\n", "5\r\nabcde\n", "5\nabcde", "5\rabcde", "5\r\nabcde\r0\r\n",
            "5;\r\nabcde", "5;;a\r\nabcde", "5; a\r\nabcde", "5;a\rb\r\n", "5;a\nb\r\n",
            "5;a\u{0}\r\n", "5;a=ä\r\n",
        ])
    func bad(coded: String) {
        #expect(Reading(Self.start + coded).error == .badRequest(.chunk))
    }

    @Test(
        "a trailer that cannot be read is refused",
        arguments: [
            ("A\r\n", BadRequest.header), (": a\r\n", .header), ("A : b\r\n", .header),
            (" A: b\r\n", .header), ("A: b\nC", .controlByte), ("A: b\rC", .controlByte),
            ("A: \u{0}", .controlByte), ("\n", .controlByte),
        ])
    func badTrailer(line: String, reason: BadRequest) {
        let reading = Reading(Self.start + "0\r\n" + line + "\r\n\r\n")
        #expect(reading.error == .badRequest(reason))
    }

    @Test("100 trailers pass, 101 do not")
    func trailerCount() {
        let trailers = { Self.start + "0\r\n" + String(repeating: "A: b\r\n", count: $0) + "\r\n" }
        #expect(Reading(trailers(100)).facts?.body == [])
        #expect(Reading(trailers(101)).error == .headersTooLarge)
    }

    @Test("a trailer over 8 KiB, and trailers over 32 KiB, are too large")
    func trailerSize() {
        let long = "A: " + String(repeating: "b", count: 9 << 10) + "\r\n"
        let line = "A: " + String(repeating: "b", count: 4_000) + "\r\n"
        let many = String(repeating: line, count: 9)
        for trailers in [long, many] {
            let reading = Reading(Self.start + "0\r\n" + trailers + "\r\n")
            #expect(reading.error == .headersTooLarge)
        }
    }

    @Test("an extension of 1 KiB passes once, not longer, and not for ever")
    func extensions() {
        let chunk = { "1;" + String(repeating: "a", count: $0 - 2) + "\r\nx\r\n" }
        #expect(Reading(Self.start + chunk(1_024) + "0\r\n\r\n").facts?.body == [0x78])
        #expect(Reading(Self.start + chunk(1_026) + "0\r\n\r\n").error == .badRequest(.chunk))
        let endless = String(repeating: chunk(1_000), count: 17)
        #expect(Reading(Self.start + endless).error == .badRequest(.chunk))
    }

    @Test(
        "a body that grows over the limit is refused by the size that says so",
        arguments: [
            ("5\r\nabcde\r\n0\r\n\r\n", true), ("6\r\n", false), ("3\r\nabc\r\n3\r\n", false),
            ("FFFFFFFFFFFFFFF\r\n", false),
        ])
    func limit(coded: String, fits: Bool) {
        let reading = Reading(Self.start + coded, bodyLimit: 5)
        #expect(reading.error == (fits ? nil : .contentTooLarge(limit: 5)))
    }
}
