/// One client's connection: reads requests one after the other, and answers in that order.
@Loop
final class Connection {
    enum Phase {
        /// Waiting for a request or reading its head.
        case head
        case body
        /// A request is with the handler.
        case busy
        case stream
        /// The last answer is out; what still comes is thrown away, so that the answer arrives.
        case lingering
        case closed
    }

    static let inputBytes = 2 << 10
    static let inputBytesMax = 64 << 10
    /// The room that is kept for the next answer; what a large one took is given back.
    static let outputKept = 16 << 10

    let socket: Int32
    let id: ConnectionID
    let peer: PeerAddress
    let server: Server
    var phase = Phase.head

    /// Changed by `withInput` only.
    var input = [UInt8](repeating: 0, count: inputBytes)
    var inputStart = 0
    var inputEnd = 0
    var hasInputEnded = false
    var isProcessing = false
    /// What was seen of a head that has not come in full.
    var unfinishedHead: RequestParser?
    var hasRequestBegun = false
    var incoming: IncomingBody?
    var bodyPace: Pace?

    /// Changed by `withOutput` only.
    var output: [UInt8] = []
    var outputStart = 0
    var outputPace: Pace?
    /// Of the output, since it began to wait: what the system took, and what the client confirmed.
    var outputHanded = 0
    var outputConfirmed = 0
    var closesAfterOutput = false
    var lingersAfterOutput = false
    var isMarked = false

    var requestNumber: UInt32 = 0
    private var omitsBody = false
    private var keepsAlive = false
    private var saysKeepAlive = false
    private(set) var stream: EventStream?

    private var interest: EventQueue.Interest = .read
    private(set) var deadline = Int.max
    var armedAt = Int.max

    init(socket: Int32, id: ConnectionID, peer: PeerAddress, server: Server) {
        self.socket = socket
        self.id = id
        self.peer = peer
        self.server = server
    }

    /// Has `deadlinePassed()` called at `second`, or never.
    func setDeadline(_ second: Int) {
        deadline = second
        // Otherwise the entry that is in the wheel already looks again when it fires.
        if second < armedAt { armedAt = server.arm(id, at: second) }
    }

    // MARK: Bytes

    /// Lends the bytes by moving them out and back. Where every change is made so, the compiler
    /// sees that no two can meet, and no look at them has to be checked for it at run time.
    @inline(__always)
    func withInput<Result>(_ body: (inout [UInt8]) -> Result) -> Result {
        var bytes = input
        input = []
        defer { input = bytes }
        return body(&bytes)
    }

    /// The same for what is to be sent.
    @inline(__always)
    func withOutput<Result>(_ body: (inout [UInt8]) -> Result) -> Result {
        var bytes = output
        output = []
        defer { output = bytes }
        return body(&bytes)
    }

    // MARK: Requests

    /// Remembers of a head what matters after its answer.
    func note(_ facts: HeadFacts) {
        keepsAlive = facts.keepsAlive
        saysKeepAlive = facts.keepsAlive && facts.isVersion10
    }

    func dispatch(_ head: RequestHead, body: [UInt8]) {
        requestNumber &+= 1
        phase = .busy
        deadline = .max
        hasRequestBegun = false
        omitsBody = head.method == .head
        let exchange = Exchange(server: server, connection: id, number: requestNumber)
        server.handle(Request(head: head, body: body), exchange)
    }

    func respond(_ response: Response) {
        if response.close || !keepsAlive || server.isDraining { closesAfterOutput = true }
        let continuation: ResponseWriter.Continuation =
            closesAfterOutput ? .close : saysKeepAlive ? .keepAliveSaid : .keepAlive
        let date = server.dateLine
        withOutput {
            ResponseWriter.append(
                response, date: date, omitsBody: omitsBody, continuation: continuation, to: &$0)
        }
        phase = .head
        process()
    }

    /// Answers what the protocol forbids, after the answers that are still to go; then closes.
    func refuse(_ error: ProtocolError) { refuse(with: server.refusal(of: error)) }

    func refuse(with response: Response, omitsBody: Bool = false) {
        let date = server.dateLine
        withOutput {
            ResponseWriter.append(
                response, date: date, omitsBody: omitsBody, continuation: .close, to: &$0)
        }
        phase = .head
        incoming = nil
        closesAfterOutput = true
        lingersAfterOutput = true
    }

    // MARK: Streams

    func startStream(_ headers: HeaderList) -> EventStream {
        let date = server.dateLine
        withOutput { ResponseWriter.appendStreamHead(headers, date: date, to: &$0) }
        guard !omitsBody, !server.isDraining else {
            closesAfterOutput = true
            phase = .head
            process()
            return EventStream(nil)
        }
        Sockets.boundSendBuffer(socket, bytes: 64 << 10)
        phase = .stream
        inputStart = 0
        inputEnd = 0
        setDeadline(server.now + server.limits.heartbeatSeconds)
        server.mark(self)
        let stream = EventStream(self)
        self.stream = stream
        return stream
    }

    var unsent: Int { output.count - outputStart }

    func sendOnStream(_ bytes: [UInt8]) -> Bool {
        guard phase == .stream, !closesAfterOutput else { return false }
        guard unsent == 0 || unsent + bytes.count <= server.limits.streamBufferBytes else {
            cutOff()
            return false
        }
        withOutput { $0.append(contentsOf: bytes) }
        // The system's memory before ours: thousands may be sent much in one pass.
        if outputPace == nil, unsent >= Self.outputKept { flush() } else { server.mark(self) }
        return phase == .stream
    }

    func endStream() {
        guard phase == .stream else { return }
        closesAfterOutput = true
        server.mark(self)
    }

    // MARK: The end

    /// The time that was set has come.
    func deadlinePassed() {
        if let outputPace { return checkOutputPace(outputPace) }
        switch phase {
        case .stream:
            withOutput {
                $0.append(contentsOf: ": keep-alive\n\nevent: ping\ndata: {}\n\n".utf8)
            }
            setDeadline(server.now + server.limits.heartbeatSeconds)
            server.mark(self)
        case .head where !hasRequestBegun: close()
        case .head, .body:
            refuse(.requestTimeout)
            flush()
        case .lingering: close()
        case .busy, .closed: break
        }
    }

    /// The process ends: finishes what has begun, and nothing else.
    func drain() {
        // What came before the signal may still be in the socket.
        if phase == .head { readable() }
        switch phase {
        case .head where !hasRequestBegun:
            closesAfterOutput = true
            flush()
        case .stream:
            withOutput { $0.append(contentsOf: "event: bye\ndata: {}\n\n".utf8) }
            endStream()
        case .lingering: close()
        case .head, .body, .busy, .closed: break
        }
    }

    /// Closes on a client that does not take what it is sent.
    func cutOff() {
        Sockets.dropUnsent(socket)
        close()
    }

    func close() {
        guard phase != .closed else { return }
        phase = .closed
        server.remove(self)
        Sockets.close(socket)
        let stream = stream
        self.stream = nil
        stream?.ended()
    }

    /// Asks the system for the events that matter now, if that has changed.
    func updateInterest() {
        guard phase != .closed else { return }
        var wanted: EventQueue.Interest = []
        if outputPace != nil { wanted.insert(.write) } else if wantsInput { wanted.insert(.read) }
        guard wanted != interest else { return }
        interest = wanted
        server.changeInterest(self, wanted)
    }
}
