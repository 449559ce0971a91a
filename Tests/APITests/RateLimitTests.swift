import HTTP
import Testing

@testable import API

@Suite("Rate limits")
struct RateLimitTests {
    @Test("a second's worth is let through at once, then as many as the rate gives")
    func bucket() {
        var buckets = TokenBuckets<Int>(rate: 50)
        for _ in 0..<50 { #expect(buckets.take(1, now: 0) == nil) }
        #expect(buckets.take(1, now: 0) == 20)
        #expect(buckets.take(1, now: 19) == 1)
        #expect(buckets.take(1, now: 20) == nil)
        #expect(buckets.take(1, now: 20) == 20)
    }

    @Test("a rest fills the bucket to the brim, not beyond")
    func brim() {
        var buckets = TokenBuckets<Int>(rate: 50)
        for _ in 0..<50 { _ = buckets.take(1, now: 0) }
        for _ in 0..<50 { #expect(buckets.take(1, now: 100_000) == nil) }
        #expect(buckets.take(1, now: 100_000) != nil)
    }

    @Test("one client's excess is not another's")
    func apart() {
        var buckets = TokenBuckets<Int>(rate: 1)
        #expect(buckets.take(1, now: 0) == nil)
        #expect(buckets.take(1, now: 0) != nil)
        #expect(buckets.take(2, now: 0) == nil)
    }

    @Test("memory is bounded however many clients come")
    func bounded() {
        var buckets = TokenBuckets<Int>(rate: 50)
        for client in 0..<100_000 { _ = buckets.take(client, now: Int64(client / 100)) }
        #expect(buckets.count <= TokenBuckets<Int>.countMax)
    }

    static let proxy = PeerAddress(bytes: [10, 0, 0, 1])
    static let stranger = PeerAddress(bytes: [203, 0, 113, 9])

    @Test(
        "X-Forwarded-For is believed of a trusted proxy, from the right",
        arguments: [
            (proxy, "198.51.100.7", [198, 51, 100, 7]),
            (proxy, "1.1.1.1, 198.51.100.7, 10.0.0.2", [198, 51, 100, 7]),
            (proxy, "1.1.1.1, nonsense, 10.0.0.2", [10, 0, 0, 2]),
            (proxy, "198.51.100.7:4711", [198, 51, 100, 7]),
            (proxy, nil, [10, 0, 0, 1]), (proxy, "", [10, 0, 0, 1]),
            (proxy, "10.0.0.3, 10.0.0.2", [10, 0, 0, 3]),
            (stranger, "198.51.100.7", [203, 0, 113, 9]),
        ] as [(PeerAddress, String?, [UInt8])])
    func forwarded(peer: PeerAddress, header: String?, bytes: [UInt8]) throws {
        let range = try #require(AddressRange("10.0.0.0/8"))
        let client = ClientAddress(trustedProxies: [range])
        #expect(client.address(peer: peer, forwardedFor: header).bytes == bytes)
    }

    @Test("without a trusted proxy nothing is believed")
    func untrusted() {
        let client = ClientAddress(trustedProxies: [])
        #expect(client.address(peer: Self.proxy, forwardedFor: "1.1.1.1") == Self.proxy)
    }

    @Test(
        "a range is an address and perhaps a length",
        arguments: [
            ("10.0.0.0/8", true), ("10.0.0.1", true), ("::1/128", true), ("fd00::/8", true),
            ("::ffff:1.2.3.4", true), ("10.0.0.0/33", false), ("10.0.0/8", false),
            ("10.0.0.0/", false), ("10.0.0.0/08", false), ("x", false), ("1::2::3", false),
            ("10.0.0.256", false), ("010.0.0.1", false), ("", false),
        ])
    func range(text: String, isValid: Bool) {
        #expect((AddressRange(text) != nil) == isValid)
    }

    @Test(
        "a range contains what begins like it",
        arguments: [
            ("10.0.0.0/8", [10, 255, 0, 1], true), ("10.0.0.0/8", [11, 0, 0, 1], false),
            ("192.168.4.0/22", [192, 168, 7, 255], true),
            ("192.168.4.0/22", [192, 168, 8, 0], false), ("0.0.0.0/0", [8, 8, 8, 8], true),
        ] as [(String, [UInt8], Bool)])
    func contains(range: String, address: [UInt8], isInside: Bool) throws {
        let range = try #require(AddressRange(range))
        #expect(range.contains(PeerAddress(bytes: address)) == isInside)
    }
}
