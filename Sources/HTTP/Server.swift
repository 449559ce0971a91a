internal import Platform

/// An HTTP/1.1 server on one thread.
///
/// It speaks plain HTTP; TLS and HTTP/2 are a proxy's. It reads one request at a time from each
/// connection, so that pipelined ones are answered in their order.
@Loop
public final class Server {
    /// Names of what is not a connection; no connection has them, for sockets are small numbers.
    private enum Name {
        static let listener = UInt64.max
        static let wake = UInt64.max - 1
        static let signal = UInt64.max - 2
    }

    /// Connections beyond the limit that are told so at the same time; others are just closed.
    private static let refusedMax = 32

    /// The port that is listened on.
    public let port: UInt16
    let limits: Limits
    var queue: EventQueue
    private let signal: TerminationSignal
    private var listener: Int32?
    private var acceptsAgainAt: Int?
    private var connections: [Connection?] = []
    private var marked: [Connection] = []
    private var generation: UInt32 = 0
    private var wheel: TimerWheel
    private var timers = PeriodicTimers()
    private var milliseconds: Int64
    private var handler: (any Handler)?
    private var drainEndsAt: Int?
    private var isFinished = false

    /// Connections that may be open at once: no more than there are descriptors for.
    public let connectionMaximum: Int
    /// Connections that are open now.
    public private(set) var openCount = 0
    /// Whether the process has been told to end.
    public var isDraining: Bool { drainEndsAt != nil }
    /// Seconds of a clock that never goes back.
    private(set) var now: Int
    private(set) var dateLine: [UInt8] = []

    /// Listens from now on; connections wait until `run`.
    ///
    /// - Throws: where the host or the port cannot be had.
    public init(_ configuration: ServerConfiguration) throws(ServerError) {
        limits = configuration.limits
        precondition(
            limits.requestLineBytes + limits.headerBytes < 60_000, "heads are below 64 KiB")
        // Some descriptors are left for databases, logs and outgoing connections.
        connectionMaximum = max(8, min(limits.connections, Sockets.raiseDescriptorLimit() - 64))
        milliseconds = SystemClock.coarseMilliseconds()
        now = Int(milliseconds / 1_000)
        wheel = TimerWheel(now: now)
        queue = try EventQueue()
        signal = try TerminationSignal()
        let (socket, port) = try Sockets.listen(
            host: configuration.host, port: configuration.port)
        listener = socket
        self.port = port
        let wake = Loop.executor.wake.descriptor
        let added =
            queue.add(socket, name: Name.listener, .read)
            && queue.add(wake, name: Name.wake, .read)
            && queue.add(signal.descriptor, name: Name.signal, .read)
        guard added else { throw .system(call: "epoll_ctl", code: 0) }
        updateDate()
    }

    /// Has `body` run on the loop every so many milliseconds, as long as the server runs.
    public func every(milliseconds interval: Int, _ body: @escaping @Loop () -> Void) {
        timers.add(every: Int64(interval), from: milliseconds, body)
    }

    /// Serves until SIGTERM or SIGINT; then finishes what has begun, within 10 seconds, and
    /// returns. A second signal makes it return at once.
    public func run(handler: any Handler) {
        self.handler = handler
        while !isFinished { pass(handler) }
        for connection in connections { connection?.close() }
        self.handler = nil
    }

    /// Begins to drain, as SIGTERM does.
    public func stop() {
        guard drainEndsAt == nil else {
            isFinished = true
            return
        }
        handler?.drainBegan()
        while acceptSome() {}
        drainEndsAt = now + limits.drainSeconds
        if let listener {
            queue.remove(listener)
            Sockets.close(listener)
        }
        listener = nil
        for connection in connections { connection?.drain() }
    }

    // MARK: One pass

    private func pass(_ handler: any Handler) {
        let count = queue.wait(milliseconds: waitMilliseconds())
        updateClock()
        for index in 0..<count { take(queue.event(index)) }
        Loop.executor.runPending()
        expire()
        if let next = timers.next, next <= milliseconds {
            for body in timers.take(at: milliseconds) { body() }
        }
        handler.passEnded()
        flushMarked()
        if let drainEndsAt, openCount == 0 || now >= drainEndsAt { isFinished = true }
    }

    private func waitMilliseconds() -> Int {
        if Loop.executor.hasLocalJobs || !marked.isEmpty { return 0 }
        guard let next = timers.next else { return 1_000 }
        return Int(max(0, min(1_000, next - milliseconds)))
    }

    private func take(_ event: EventQueue.Event) {
        switch event.name {
        case Name.listener: _ = acceptSome()
        case Name.wake: Loop.executor.wake.drain()
        case Name.signal: while signal.take() { stop() }
        case _:
            guard let connection = connection(ConnectionID(rawValue: event.name)) else { return }
            if event.isWritable { connection.writable() }
            if event.isReadable {
                connection.readable()
            } else if event.isBroken {
                connection.close()
            }
        }
    }

    private func updateClock() {
        milliseconds = SystemClock.coarseMilliseconds()
        let second = Int(milliseconds / 1_000)
        guard second != now else { return }
        now = second
        updateDate()
    }

    private func updateDate() {
        let text = HTTPDate.text(SystemClock.wallMilliseconds() / 1_000)
        dateLine = Array("Date: \(text)\r\n".utf8)
    }

    private func expire() {
        guard wheel.now < now else { return }
        while let due = wheel.advance(to: now) {
            for name in due {
                guard let connection = connection(ConnectionID(rawValue: name)),
                    connection.armedAt == wheel.now
                else { continue }
                connection.armedAt = .max
                if connection.deadline <= wheel.now {
                    connection.deadlinePassed()
                } else if connection.deadline != .max {
                    connection.setDeadline(connection.deadline)
                }
            }
        }
        guard let again = acceptsAgainAt, now >= again, let listener else { return }
        acceptsAgainAt = nil
        queue.change(listener, name: Name.listener, .read)
    }

    private func flushMarked() {
        while !marked.isEmpty {
            let connections = marked
            marked.removeAll(keepingCapacity: true)
            for connection in connections {
                connection.isMarked = false
                connection.flush()
            }
        }
    }

    // MARK: Accepting

    /// Takes connections that wait, a bounded number in one pass.
    ///
    /// - Returns: whether more may wait.
    private func acceptSome() -> Bool {
        guard let listener else { return false }
        for _ in 0..<256 {
            switch Sockets.accept(listener) {
            case .connection(let socket, let peer): accept(socket, peer)
            case .nothingYet: return false
            case .exhausted:
                // The listener stays readable: to go on listening would be to spin.
                queue.change(listener, name: Name.listener, [])
                acceptsAgainAt = now + 1
                return false
            }
        }
        return true
    }

    private func accept(_ socket: Int32, _ peer: PeerAddress) {
        guard openCount < connectionMaximum + Self.refusedMax else { return Sockets.close(socket) }
        generation &+= 1
        let id = ConnectionID(generation: generation & 0x7FFF_FFFF, socket: socket)
        let connection = Connection(socket: socket, id: id, peer: peer, server: self)
        guard queue.add(socket, name: id.rawValue, .read) else { return Sockets.close(socket) }
        while connections.count <= id.slot { connections.append(nil) }
        connections[id.slot] = connection
        openCount += 1
        guard openCount <= connectionMaximum else {
            connection.refuse(.tooManyConnections)
            return connection.flush()
        }
        connection.setDeadline(now + limits.headerSeconds)
    }

    // MARK: What connections ask for

    func handle(_ request: Request, _ exchange: Exchange) { handler?.handle(request, exchange) }

    func admit(_ head: RequestHead) -> Admission {
        handler?.admit(head) ?? .accept(bodyLimit: limits.bodyBytes)
    }

    func refusal(of error: ProtocolError) -> Response {
        handler?.refusal(of: error) ?? Response(status: error.status)
    }

    /// The connection that waits for the answer to just this request.
    func waiting(_ id: ConnectionID, _ number: UInt32) -> Connection? {
        guard let connection = connection(id), connection.phase == .busy,
            connection.requestNumber == number
        else { return nil }
        return connection
    }

    private func connection(_ id: ConnectionID) -> Connection? {
        let slot = id.slot
        guard slot < connections.count, let connection = connections[slot], connection.id == id
        else { return nil }
        return connection
    }

    func arm(_ id: ConnectionID, at second: Int) -> Int {
        wheel.schedule(id.rawValue, at: second)
    }

    func mark(_ connection: Connection) {
        guard !connection.isMarked else { return }
        connection.isMarked = true
        marked.append(connection)
    }

    func changeInterest(_ connection: Connection, _ interest: EventQueue.Interest) {
        queue.change(connection.socket, name: connection.id.rawValue, interest)
    }

    func remove(_ connection: Connection) {
        connections[connection.id.slot] = nil
        openCount -= 1
    }
}
