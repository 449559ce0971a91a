// Wraps epoll: one of the few files that may say `unsafe`.
internal import CSys
internal import Glibc

/// Waits for many descriptors at once.
@safe struct EventQueue: ~Copyable {
    struct Interest: OptionSet {
        let rawValue: UInt8
        static let read = Interest(rawValue: 1)
        static let write = Interest(rawValue: 2)
    }

    struct Event {
        let name: UInt64
        let isReadable: Bool
        let isWritable: Bool
        let isBroken: Bool
    }

    private let descriptor: Int32
    private var events = unsafe [epoll_event](repeating: epoll_event(), count: 512)

    init() throws(ServerError) {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard descriptor >= 0 else { throw .system(call: "epoll_create1", code: errno) }
    }

    deinit { _ = close(descriptor) }

    /// - Returns: false when the system has no room for one more.
    func add(_ other: Int32, name: UInt64, _ interest: Interest) -> Bool {
        csys_epoll_ctl(descriptor, EPOLL_CTL_ADD, other, mask(interest), name) == 0
    }

    func change(_ other: Int32, name: UInt64, _ interest: Interest) {
        _ = csys_epoll_ctl(descriptor, EPOLL_CTL_MOD, other, mask(interest), name)
    }

    func remove(_ other: Int32) {
        _ = csys_epoll_ctl(descriptor, EPOLL_CTL_DEL, other, 0, 0)
    }

    /// Waits until something has happened or the time is over.
    ///
    /// - Returns: how many events there are now.
    mutating func wait(milliseconds: Int) -> Int {
        let count = unsafe events.withUnsafeMutableBufferPointer { events in
            unsafe epoll_wait(
                descriptor, events.baseAddress, Int32(events.count), Int32(milliseconds))
        }
        return max(0, Int(count))
    }

    func event(_ index: Int) -> Event {
        let event = unsafe events[index]
        let flags = unsafe event.events
        return Event(
            name: unsafe event.data.u64,
            isReadable: flags & EPOLLIN.rawValue != 0,
            isWritable: flags & EPOLLOUT.rawValue != 0,
            isBroken: flags & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0)
    }

    private func mask(_ interest: Interest) -> UInt32 {
        (interest.contains(.read) ? EPOLLIN.rawValue : 0)
            | (interest.contains(.write) ? EPOLLOUT.rawValue : 0)
    }
}
