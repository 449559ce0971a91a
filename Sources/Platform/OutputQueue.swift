internal import Synchronization

/// Lines on their way to standard error. A thread of its own writes them, so that whoever has
/// something to say never waits for a terminal, a pipe or a disk.
public final class OutputQueue: Sendable {
    /// Writes some of the bytes, waiting at most so many milliseconds until any can be taken.
    /// Returns how many it wrote, or nil where nobody takes them any more.
    public typealias WriteSome = @Sendable (ArraySlice<UInt8>, _ within: Int32) -> Int?

    /// Bytes that may wait; as many again may be with the thread.
    public static let bytesMaximum = 1 << 20

    /// A pipe takes up to so many bytes as one piece, or none.
    private static let pieceBytes = 4_096
    private static let patienceMilliseconds: Int32 = 100

    private struct State {
        var bytes: [UInt8] = []
        var isStopped = false
    }

    private let state = Mutex(State())
    private let wake = Wake(blocking: true)
    /// When the thread gives up, in milliseconds since the machine started.
    private let deadline = Atomic<Int64>(.max)
    private let writeSome: WriteSome
    private let thread = Mutex<NamedThread?>(nil)

    public init(_ writeSome: @escaping WriteSome = { Output.write($0, within: $1) }) {
        self.writeSome = writeSome
        let started = NamedThread.start(name: "log") { self.run() }
        thread.withLock { $0 = started }
    }

    /// Queues a line with its end. Returns false, and keeps nothing of it, where too many bytes
    /// wait already.
    public func post(_ line: [UInt8]) -> Bool {
        let isTaken = state.withLock { state in
            guard state.bytes.count + line.count <= Self.bytesMaximum, !state.isStopped else {
                return false
            }
            state.bytes.append(contentsOf: line)
            return true
        }
        if isTaken { wake.wake() }
        return isTaken
    }

    /// Takes no more lines but `last`, for which there is room, and returns once the queued ones
    /// are written or the time is over.
    public func stop(within milliseconds: Int64, last: [UInt8] = []) {
        deadline.store(SystemClock.bootMilliseconds() + milliseconds, ordering: .releasing)
        state.withLock { state in
            if !state.isStopped { state.bytes.append(contentsOf: last) }
            state.isStopped = true
        }
        wake.wake()
        thread.withLock { $0 }?.join()
    }

    private func run() {
        while true {
            wake.drain()
            let (bytes, isStopped) = state.withLock { state in
                defer { state.bytes = [] }
                return (state.bytes, state.isStopped)
            }
            write(bytes)
            if isStopped { return }
        }
    }

    private func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty, SystemClock.bootMilliseconds() < deadline.load(ordering: .acquiring) {
            guard let count = writeSome(Self.piece(of: rest), Self.patienceMilliseconds) else {
                return
            }
            rest = rest.dropFirst(count)
        }
    }

    /// What is written in one piece: whole lines, unless one is too long for that.
    private static func piece(of bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let piece = bytes.prefix(pieceBytes)
        guard let end = piece.lastIndex(of: UInt8(ascii: "\n")) else { return piece }
        return piece[...end]
    }
}
