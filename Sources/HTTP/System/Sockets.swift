// Wraps the system's sockets: one of the few files that may say `unsafe`.
internal import CSys
internal import Glibc

/// The calls on sockets, all of which return at once.
enum Sockets {
    enum Received {
        case bytes(Int)
        /// The other side will send nothing more.
        case ended
        case nothingYet
        case failed
    }

    enum Accepted {
        case connection(socket: Int32, peer: PeerAddress)
        case nothingYet
        /// The system has no descriptor or memory left.
        case exhausted
    }

    static func listen(host: String, port: UInt16) throws(ServerError) -> (Int32, UInt16) {
        var port = port
        let asked = port
        let socket = unsafe csys_listen(host, &port, 4_096)
        switch socket {
        case -2: throw .unknownHost(host)
        case ..<0: throw .cannotListen(host: host, port: asked, code: errno)
        case _: return (socket, port)
        }
    }

    static func accept(_ listener: Int32) -> Accepted {
        var address = sockaddr_storage()
        while true {
            let socket = unsafe csys_accept(listener, &address)
            if socket >= 0 {
                _ = csys_set_option(socket, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
                var bytes = [UInt8](repeating: 0, count: 16)
                let port = unsafe csys_peer(&address, &bytes)
                let peer = PeerAddress(bytes: bytes, port: UInt16(truncatingIfNeeded: port))
                return .connection(socket: socket, peer: peer)
            }
            switch errno {
            case EINTR, ECONNABORTED, EPROTO: continue
            case EMFILE, ENFILE, ENOBUFS, ENOMEM: return .exhausted
            case _: return .nothingYet
            }
        }
    }

    /// Fills `buffer` from `start` on.
    static func receive(_ socket: Int32, into buffer: inout [UInt8], from start: Int) -> Received {
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                let room = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[start...])
                return unsafe recv(socket, room.baseAddress, room.count, 0)
            }
            if count > 0 { return .bytes(count) }
            if count == 0 { return .ended }
            switch errno {
            case EINTR: continue
            case EAGAIN: return .nothingYet
            case _: return .failed
            }
        }
    }

    /// Sends `bytes` from `start` on.
    ///
    /// - Returns: how many were taken, 0 when none can be now, nil when the connection is broken.
    static func send(_ socket: Int32, _ bytes: [UInt8], from start: Int) -> Int? {
        while true {
            let count = unsafe bytes.withUnsafeBytes { bytes in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[start...])
                return unsafe Glibc.send(
                    socket, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            }
            if count >= 0 { return count }
            switch errno {
            case EINTR: continue
            case EAGAIN: return 0
            case _: return nil
            }
        }
    }

    /// Bounds what the system itself keeps for a reader that does not read.
    static func boundSendBuffer(_ socket: Int32, bytes: Int32) {
        _ = csys_set_option(socket, SOL_SOCKET, SO_SNDBUF, bytes)
    }

    /// The bytes that were taken by `send` and that the peer has not confirmed yet.
    static func unconfirmedBytes(_ socket: Int32) -> Int { Int(csys_unconfirmed(socket)) }

    static func endOutput(_ socket: Int32) { _ = shutdown(socket, Int32(SHUT_WR)) }

    static func close(_ socket: Int32) { _ = Glibc.close(socket) }

    /// Has `close` drop what the peer has not taken; the system would keep it for minutes.
    static func dropUnsent(_ socket: Int32) { _ = csys_drop_unsent(socket) }

    /// How many descriptors the process may have, after asking for as many as it can get.
    static func raiseDescriptorLimit() -> Int { csys_raise_file_limit() }
}
