/// The text of a document in the making, in memory of its own: appending counts no references and
/// asks nobody whether it may write.
///
/// Holds memory by hand, and reads literals in place: `unsafe` may stand here. No pointer leaves
/// it.
@safe
struct ByteBuffer: ~Copyable {
    private var start: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = max(16, capacity)
        unsafe start = .allocate(capacity: self.capacity)
    }

    deinit {
        unsafe start.deallocate()
    }

    /// A copy of what was appended.
    var bytes: [UInt8] {
        unsafe Array(UnsafeBufferPointer(start: start, count: count))
    }

    mutating func append(_ byte: UInt8) {
        reserve(1)
        unsafe (start + count).initialize(to: byte)
        count &+= 1
    }

    @inline(__always)
    mutating func append(_ literal: StaticString) {
        let length = literal.utf8CodeUnitCount
        reserve(length)
        unsafe (start + count).initialize(from: literal.utf8Start, count: length)
        count &+= length
    }

    /// Appends `"name":`, after a comma if one is needed. Inlined, because a name of known length
    /// is a few stores.
    @inline(__always)
    mutating func append(name: StaticString, needsComma: Bool) {
        let length = name.utf8CodeUnitCount
        reserve(length &+ 4)
        var place = unsafe start + count
        if needsComma {
            unsafe place.initialize(to: ASCII.comma)
            unsafe place += 1
        }
        unsafe place.initialize(to: ASCII.quote)
        unsafe (place + 1).initialize(from: name.utf8Start, count: length)
        unsafe place += 1 + length
        unsafe place.initialize(to: ASCII.quote)
        unsafe (place + 1).initialize(to: ASCII.colon)
        count &+= length &+ (needsComma ? 4 : 3)
    }

    /// Appends a string's bytes in quotes, up to the first that needs an escape. Answers how many;
    /// the closing quote is there after all of them.
    mutating func append(quoted text: Span<UInt8>) -> Int {
        reserve(text.count &+ 2)
        let place = unsafe start + count
        unsafe place.initialize(to: ASCII.quote)
        var index = 0
        while index < text.count, !Scalars.needsEscape(text[index]) {
            unsafe (place + 1 + index).initialize(to: text[index])
            index &+= 1
        }
        count &+= index &+ 1
        guard index == text.count else { return index }
        unsafe (place + 1 + index).initialize(to: ASCII.quote)
        count &+= 1
        return index
    }

    mutating func append(_ bytes: Span<UInt8>) {
        reserve(bytes.count)
        unsafe bytes.withUnsafeBufferPointer { source in
            guard let first = source.baseAddress else { return }
            unsafe (start + count).initialize(from: first, count: source.count)
        }
        count &+= bytes.count
    }

    /// Appends what `body` writes, at most `capacity` bytes.
    mutating func append(upTo capacity: Int, _ body: (inout OutputSpan<UInt8>) -> Void) {
        reserve(capacity)
        let room = unsafe UnsafeMutableBufferPointer(start: start + count, count: capacity)
        var output = unsafe OutputSpan(buffer: room, initializedCount: 0)
        body(&output)
        count &+= unsafe output.finalize(for: room)
    }

    private mutating func reserve(_ more: Int) {
        guard capacity &- count < more else { return }
        grow(more)
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        let larger = max(2 * capacity, count + more)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        unsafe moved.moveInitialize(from: start, count: count)
        unsafe start.deallocate()
        unsafe start = moved
        capacity = larger
    }
}
