import Platform
import Testing

@Suite("Platform")
struct PlatformTests {
    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test("SHA-256 and HMAC are those of the standards")
    func digests() {
        #expect(
            hex(Digest.sha256("abc"))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        // RFC 4231, case 2.
        let text = Array("what do ya want for nothing?".utf8)
        #expect(
            hex(Digest.hmacSHA256(key: Array("Jefe".utf8), text))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test("a keyed hash tells apart what is cut differently, and what has another key")
    func keyedHash() {
        let key = [UInt8](0..<16)
        let parts = { (texts: [String]) in
            var parts = HashedParts()
            for text in texts { parts.append(Array(text.utf8)) }
            return parts
        }
        let one = Digest.keyedHash(key, parts(["ab", "c"]))
        #expect(one == Digest.keyedHash(key, parts(["ab", "c"])))
        #expect(one != Digest.keyedHash(key, parts(["a", "bc"])))
        #expect(one != Digest.keyedHash([UInt8](1..<17), parts(["ab", "c"])))
        let long = Digest.keyedHash128(key, parts(["ab", "c"]))
        #expect(long == Digest.keyedHash128(key, parts(["ab", "c"])))
        #expect(long != Digest.keyedHash128(key, parts(["abc"])))
        #expect(long >> 64 != 0)
    }

    @Test("secrets are equal when their bytes are")
    func equality() {
        #expect(Digest.equal(constantTime: [1, 2], [1, 2]))
        #expect(!Digest.equal(constantTime: [1, 2], [1, 3]))
        #expect(!Digest.equal(constantTime: [1, 2], [1, 2, 3]))
        #expect(Digest.equal(constantTime: [], []))
    }

    @Test("a secret is another where any one byte is", arguments: [1, 15, 16, 17, 58, 70])
    func everyByte(count: Int) {
        let secret = [UInt8](repeating: 0x61, count: count)
        #expect(Digest.equal(constantTime: secret[...], Array(secret)[...]))
        for index in 0..<count {
            var other = secret
            other[index] ^= 1
            #expect(!Digest.equal(constantTime: secret[...], other[...]))
        }
    }

    @Test("parts are hashed as four bytes of length and what they are, numbers as eight")
    func parts() {
        let key = [UInt8](0..<16)
        var numbers = HashedParts()
        numbers.append(0x0807_0605_0403_0201)
        var bytes = HashedParts()
        bytes.append([1, 2, 3, 4, 5, 6, 7, 8])
        #expect(Digest.keyedHash(key, numbers) == Digest.keyedHash(key, bytes))
        numbers.removeAll()
        numbers.append([1, 2, 3][1...])
        bytes.removeAll()
        bytes.append([2, 3])
        #expect(Digest.keyedHash(key, numbers) == Digest.keyedHash(key, bytes))
    }

    @Test("chance does not repeat itself")
    func chance() {
        #expect(SystemRandom.bytes(16) != SystemRandom.bytes(16))
        #expect(SystemRandom.bytes(3).count == 3)
        #expect(SystemRandom.uint64() != SystemRandom.uint64())
    }

    @Test("a thread that sleeps on a wake-up call misses none")
    func wake() {
        let wake = Wake(blocking: true)
        let answer = Wake(blocking: true)
        let thread = NamedThread.start(name: "a name that is far too long") {
            for _ in 0..<1_000 {
                wake.drain()
                answer.wake()
            }
        }
        for _ in 0..<1_000 {
            wake.wake()
            answer.drain()
        }
        thread.join()
    }

    @Test("clocks that never go back do not")
    func clocks() {
        let before = (SystemClock.bootMilliseconds(), SystemClock.monotonicNanoseconds())
        let after = (SystemClock.bootMilliseconds(), SystemClock.monotonicNanoseconds())
        #expect(before.0 <= after.0 && before.1 <= after.1)
        #expect(SystemClock.wallMilliseconds() > 1_700_000_000_000)
    }
}
