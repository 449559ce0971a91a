import HTTP
import Testing

/// Bytes come as the network likes; what they mean does not depend on it.
@Suite("Pieces")
struct PiecesTests {
    static let originals = [
        "POST /v1/items?a=b HTTP/1.1\r\nHost: x\r\nX-Foo: bar baz\r\nContent-Length: 3\r\n\r\nabc",
        "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3;a=b\r\nabc\r\n1\r\nd\r\n0\r\nT: u\r\n\r\n",
        "\r\nGET http://x/%41/b HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n",
        "GET /../a HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n",
        "GET / HTTP/2.0\r\n\r\n", "OPTIONS * HTTP/1.1\r\nHost: x\r\nExpect: y\r\n\r\n",
    ]

    @Test("a request in pieces is the request at once", arguments: originals, [1, 2, 3, 7, 16])
    func pieces(text: String, size: Int) {
        #expect(Reading(text, inPiecesOf: size) == Reading(text))
    }

    @Test("every beginning of a good request is unfinished", arguments: originals[..<3])
    func beginnings(text: String) {
        let bytes = Array(text.utf8)
        for count in bytes.indices {
            #expect(Reading(Array(bytes[..<count])) == .unfinished, "\(count) bytes")
        }
        #expect(Reading(bytes).facts?.length == bytes.count)
    }

    /// 20 seeds of 1,000 mutations.
    @Test("no mutation stops the parser, or means something else in pieces", arguments: 0..<20)
    func mutations(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var read = 0
        for _ in 0..<1_000 {
            var bytes = Array((Self.originals.randomElement(using: &random) ?? "").utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) { mutate(&bytes, using: &random) }
            let whole = Reading(bytes)
            let size = Int.random(in: 1...9, using: &random)
            let inPieces = Reading(bytes, inPiecesOf: size)
            #expect(inPieces == whole, "\(bytes) in pieces of \(size)")
            guard let facts = whole.facts else { continue }
            read += 1
            #expect(facts.length <= bytes.count)
            #expect(!facts.segments.contains { $0 == "." || $0 == ".." })
        }
        #expect(read > 20, "the mutations are mild enough to be read")
    }

    private func mutate(_ bytes: inout [UInt8], using random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return bytes.append(0x47) }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let telling = Array("\r\n\t :;,%/?#.5aF-+".utf8) + [0, 0x7F, 0x80, 0xFF]
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes[place] = telling.randomElement(using: &random) ?? 0
        case 2: bytes.insert(telling.randomElement(using: &random) ?? 0, at: place)
        case 3: bytes.remove(at: place)
        case 4: bytes.removeSubrange(place...)
        default:
            let end = Int.random(in: place...min(bytes.count, place + 24), using: &random)
            bytes.insert(contentsOf: bytes[place..<end], at: place)
        }
    }
}
