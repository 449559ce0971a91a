// Wraps sockets and epoll: one of the few files that may say `unsafe`.
internal import CSys
internal import Glibc

/// One TCP connection to a port of this machine that never blocks.
final class Socket {
    /// What one attempt to receive or send came to.
    enum Progress {
        case bytes(Int)
        case wouldBlock
        case closed
    }

    let descriptor: Int32

    /// - Throws: `BenchFailure` if nobody listens on `port`.
    init(port: UInt16) throws(BenchFailure) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw BenchFailure("no socket: error \(errno)") }
        var address = Self.loopback(port: port)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, size) == 0
            }
        }
        guard isConnected else { throw BenchFailure("port \(port): error \(errno)") }
        var isOn: Int32 = 1
        unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, 4)
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit { close(descriptor) }

    /// Receives into `buffer` from `start` to its end, which must not be empty.
    func receive(into buffer: inout [UInt8], from start: Int) -> Progress {
        precondition(start < buffer.count, "no room to receive")
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe recv(descriptor, bytes.baseAddress?.advanced(by: start), bytes.count - start, 0)
        }
        return Self.progress(count)
    }

    /// Sends `bytes` from `start` on, as much as goes at once.
    func send(_ bytes: [UInt8], from start: Int) -> Progress {
        precondition(start < bytes.count, "nothing to send")
        let count = unsafe bytes.withUnsafeBytes { bytes in
            unsafe Glibc.send(
                descriptor, bytes.baseAddress?.advanced(by: start), bytes.count - start,
                Int32(MSG_NOSIGNAL))
        }
        return Self.progress(count)
    }

    private static func progress(_ count: Int) -> Progress {
        if count > 0 { return .bytes(count) }
        return count < 0 && (errno == EAGAIN || errno == EINTR) ? .wouldBlock : .closed
    }

    private static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    /// A port that was free a moment ago, for servers that cannot choose one themselves.
    static func freePort() throws(BenchFailure) -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = loopback(port: 0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        guard isBound else { throw BenchFailure("no free port: error \(errno)") }
        return UInt16(bigEndian: address.sin_port)
    }
}

/// Waits for many sockets at once. Sockets are known by the number they were added with.
@safe final class Poller {
    private let descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
    private var events = unsafe [epoll_event](repeating: epoll_event(), count: 512)

    deinit { close(descriptor) }

    func add(_ socket: Socket, number: Int) {
        control(EPOLL_CTL_ADD, socket, number, EPOLLIN.rawValue)
    }

    /// Reports `socket` also when it can be written to, or no longer.
    func watchWriting(_ isWatched: Bool, _ socket: Socket, number: Int) {
        let writing = isWatched ? EPOLLOUT.rawValue : 0
        control(EPOLL_CTL_MOD, socket, number, EPOLLIN.rawValue | writing)
    }

    /// Replaces `ready` with the numbers of the sockets that can go on; none after
    /// `milliseconds`.
    func wait(milliseconds: Int32, ready: inout [Int]) {
        ready.removeAll(keepingCapacity: true)
        let count = unsafe epoll_wait(descriptor, &events, Int32(events.count), milliseconds)
        for index in 0..<Int(max(0, count)) { unsafe ready.append(Int(events[index].data.u64)) }
    }

    private func control(_ operation: Int32, _ socket: Socket, _ number: Int, _ events: UInt32) {
        var event = unsafe epoll_event(events: events, data: epoll_data_t(u64: UInt64(number)))
        let result = unsafe epoll_ctl(descriptor, operation, socket.descriptor, &event)
        precondition(result == 0, "epoll_ctl: error \(errno)")
    }
}
