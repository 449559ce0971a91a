/// Memory for the values that are bound to one statement: copied once, allocated hardly ever.
///
/// An address holds until `removeAll`. Holds memory by hand: `unsafe` may stand here.
@safe
struct Arena: ~Copyable {
    private var blocks: [UnsafeMutableRawBufferPointer] = unsafe []
    /// Of the last block.
    private var used = 0

    private static let blockSize = 1_024
    /// A larger block is given back at once, so that one long value does not stay for good.
    private static let keptMaximum = 1 << 20

    init() {}

    deinit {
        unsafe blocks.forEach { unsafe $0.deallocate() }
    }

    /// Copies `bytes`; the address is never nil, also for no bytes at all.
    mutating func copy(_ bytes: UnsafeRawBufferPointer) -> UnsafeMutableRawPointer {
        let place = unsafe room(for: bytes.count)
        if let start = bytes.baseAddress {
            unsafe place.copyMemory(from: start, byteCount: bytes.count)
        }
        used += bytes.count
        return unsafe place
    }

    /// Bytes that `write` writes, at most `capacity`.
    mutating func fill(
        upTo capacity: Int, _ write: (inout OutputSpan<UInt8>) -> Void
    ) -> UnsafeRawBufferPointer {
        let start = unsafe room(for: capacity).bindMemory(to: UInt8.self, capacity: capacity)
        let room = unsafe UnsafeMutableBufferPointer(start: start, count: capacity)
        var output = unsafe OutputSpan(buffer: room, initializedCount: 0)
        write(&output)
        let count = unsafe output.finalize(for: room)
        used += count
        return unsafe UnsafeRawBufferPointer(start: start, count: count)
    }

    mutating func removeAll() {
        used = 0
        while unsafe blocks.count > 1 { unsafe blocks.removeFirst().deallocate() }
        if let last = unsafe blocks.last, last.count > Self.keptMaximum {
            unsafe last.deallocate()
            unsafe blocks.removeAll()
        }
    }

    private mutating func room(for count: Int) -> UnsafeMutableRawPointer {
        if let last = unsafe blocks.last, let start = last.baseAddress,
            last.count - used >= count
        {
            return unsafe start + used
        }
        let size = max(Self.blockSize, 2 * count, 2 * (unsafe blocks.last?.count ?? 0))
        let block = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        unsafe blocks.append(UnsafeMutableRawBufferPointer(start: block, count: size))
        used = 0
        return unsafe block
    }
}
