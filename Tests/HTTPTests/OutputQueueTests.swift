import Platform
import Synchronization
import Testing

@Suite("Output queue")
struct OutputQueueTests {
    /// Standard error as a test wants it.
    private final class Reader: Sendable {
        private let state: Mutex<(bytes: [UInt8], isBlocked: Bool)>

        private let bytesAtATime: Int

        init(isBlocked: Bool = false, bytesAtATime: Int = 7) {
            state = Mutex(([], isBlocked))
            self.bytesAtATime = bytesAtATime
        }

        var text: String { String(decoding: state.withLock { $0.bytes }, as: UTF8.self) }

        func unblock() { state.withLock { $0.isBlocked = false } }

        func take(_ bytes: ArraySlice<UInt8>) -> Int {
            state.withLock { state in
                guard !state.isBlocked else { return 0 }
                state.bytes.append(contentsOf: bytes.prefix(bytesAtATime))
                return min(bytesAtATime, bytes.count)
            }
        }
    }

    private static func line(_ number: Int) -> [UInt8] { Array("line \(number)\n".utf8) }

    @Test("what was queued is written whole and in order, whatever is taken at a time")
    func order() {
        let reader = Reader()
        let queue = OutputQueue { bytes, _ in reader.take(bytes) }
        for number in 0..<500 { #expect(queue.post(Self.line(number))) }
        queue.stop(within: 10_000)
        #expect(reader.text == (0..<500).map { "line \($0)\n" }.joined())
    }

    @Test("while nobody reads, nobody waits: what does not fit is refused, the rest is kept")
    func blocked() {
        let reader = Reader(isBlocked: true, bytesAtATime: 4_096)
        let queue = OutputQueue { bytes, _ in reader.take(bytes) }
        let line = [UInt8](repeating: UInt8(ascii: "x"), count: 65_535) + [UInt8(ascii: "\n")]
        var taken = 0
        while taken < 100, queue.post(line) { taken += 1 }
        // At most one such heap is with the thread.
        #expect((16...32).contains(taken))
        reader.unblock()
        queue.stop(within: 60_000, last: Self.line(1))
        #expect(reader.text.utf8.count == taken * 65_536 + Self.line(1).count)
    }

    @Test("an end is not held up by a reader that does not read")
    func stopped() {
        let reader = Reader(isBlocked: true)
        let queue = OutputQueue { bytes, _ in reader.take(bytes) }
        #expect(queue.post(Self.line(1)))
        queue.stop(within: 20)
        #expect(reader.text == "")
        #expect(!queue.post(Self.line(2)))
    }

    @Test("a reader that has gone is written to no more, and the thread lives on")
    func gone() {
        let calls = Atomic<Int>(0)
        let queue = OutputQueue { _, _ in
            calls.add(1, ordering: .relaxed)
            return nil
        }
        #expect(queue.post(Self.line(1) + Self.line(2)))
        queue.stop(within: 10_000)
        #expect(calls.load(ordering: .relaxed) == 1)
    }
}
