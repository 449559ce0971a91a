// Wraps an event descriptor: one of the few files that may say `unsafe`.
internal import CSys
internal import Glibc
internal import Synchronization

/// Wakes one thread from any other, with at most one system call for each time it slept.
///
/// The sleeper calls `drain()` (or `wait()`) *before* it takes the queue; who adds to the queue
/// calls `wake()` *after* that. Then nothing is overlooked.
public final class Wake: Sendable {
    /// Readable while a wake-up call is waiting; for an event queue.
    public let descriptor: Int32
    private let isArmed = Atomic<Bool>(false)

    /// - Parameter blocking: whether `drain()` waits for a call; false for an event loop.
    public init(blocking: Bool) {
        descriptor = csys_eventfd(blocking ? 1 : 0)
        precondition(descriptor >= 0, "no event descriptor: error \(errno)")
    }

    public func wake() {
        guard !isArmed.exchange(true, ordering: .sequentiallyConsistent) else { return }
        var one: UInt64 = 1
        _ = unsafe write(descriptor, &one, 8)
    }

    /// Takes the calls that have come. A blocking one returns after the next call, if none has.
    public func drain() {
        var count: UInt64 = 0
        _ = unsafe read(descriptor, &count, 8)
        isArmed.store(false, ordering: .sequentiallyConsistent)
    }

    deinit { close(descriptor) }
}
