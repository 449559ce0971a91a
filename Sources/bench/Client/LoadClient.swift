internal import Platform

/// Many keep-alive connections to one server, served by one thread; on each, one request at a
/// time is under way.
final class LoadClient<Frames: Framing, Work: Traffic> {
    private struct Lane {
        let socket: Socket
        var input = [UInt8](repeating: 0, count: 4_096)
        var received = 0
        var output: [UInt8] = []
        var sent = 0
        var askedAt: UInt64 = 0
        var isBusy = false
    }

    var traffic: Work
    private var lanes: [Lane] = []
    private let poller = Poller()
    private var busy = 0
    private var measured = Measurement()
    private var countsFrom: UInt64 = 0
    private var asksUntil = UInt64.max

    /// - Throws: `BenchFailure` if the server cannot be reached.
    init(port: UInt16, connections: Int, traffic: Work) throws(BenchFailure) {
        self.traffic = traffic
        for number in 0..<connections {
            let lane = Lane(socket: try Socket(port: port))
            poller.add(lane.socket, number: number)
            lanes.append(lane)
        }
    }

    /// Asks for `seconds` after `warmUpSeconds` that are not counted, and waits for the last
    /// answers, which are not counted either.
    ///
    /// - Throws: `BenchFailure` if the server closes a connection or answers nothing for 10 s.
    func run(seconds: Double, warmUpSeconds: Double) throws(BenchFailure) -> Measurement {
        let start = SystemClock.monotonicNanoseconds()
        countsFrom = start + UInt64(warmUpSeconds * 1e9)
        asksUntil = countsFrom + UInt64(seconds * 1e9)
        try exchange()
        measured.seconds = seconds
        return measured
    }

    /// Asks until the traffic has no more requests and all are answered.
    ///
    /// - Throws: `BenchFailure` if the server closes a connection or answers nothing for 10 s.
    func runToEnd() throws(BenchFailure) -> Measurement {
        let start = SystemClock.monotonicNanoseconds()
        try exchange()
        measured.seconds = Double(SystemClock.monotonicNanoseconds() - start) / 1e9
        return measured
    }

    private func exchange() throws(BenchFailure) {
        var ready: [Int] = []
        try askIdle()
        while busy > 0 {
            poller.wait(milliseconds: 10_000, ready: &ready)
            guard !ready.isEmpty else { throw BenchFailure("no answer for 10 s") }
            for number in ready { try advance(number) }
            if busy < lanes.count { try askIdle() }
        }
    }

    /// One answer may give work to connections that had none.
    private func askIdle() throws(BenchFailure) {
        for number in lanes.indices where !lanes[number].isBusy {
            guard try ask(number) else { return }
        }
    }

    private func ask(_ number: Int) throws(BenchFailure) -> Bool {
        let now = SystemClock.monotonicNanoseconds()
        lanes[number].output.removeAll(keepingCapacity: true)
        guard now < asksUntil, traffic.ask(on: number, into: &lanes[number].output) else {
            return false
        }
        lanes[number].isBusy = true
        lanes[number].sent = 0
        lanes[number].askedAt = now
        busy += 1
        try send(number)
        return true
    }

    private func send(_ number: Int) throws(BenchFailure) {
        while lanes[number].sent < lanes[number].output.count {
            switch lanes[number].socket.send(lanes[number].output, from: lanes[number].sent) {
            case .bytes(let count): lanes[number].sent += count
            case .wouldBlock:
                poller.watchWriting(true, lanes[number].socket, number: number)
                return
            case .closed: throw BenchFailure("the server closed a connection")
            }
        }
    }

    private func advance(_ number: Int) throws(BenchFailure) {
        if lanes[number].sent < lanes[number].output.count {
            try send(number)
            guard lanes[number].sent == lanes[number].output.count else { return }
            poller.watchWriting(false, lanes[number].socket, number: number)
        }
        let start = lanes[number].received
        switch lanes[number].socket.receive(into: &lanes[number].input, from: start) {
        case .bytes(let count): lanes[number].received += count
        case .wouldBlock: return
        case .closed: throw BenchFailure("the server closed a connection")
        }
        try finish(number)
    }

    private func finish(_ number: Int) throws(BenchFailure) {
        let count = lanes[number].received
        let input = lanes[number].input
        guard let frame = Frames.frame(input.span.extracting(0..<count)) else {
            if count == input.count {
                lanes[number].input += [UInt8](repeating: 0, count: count)
            }
            return
        }
        guard frame.length == count else { throw BenchFailure("more than one answer came") }
        let now = SystemClock.monotonicNanoseconds()
        if now >= countsFrom, now < asksUntil {
            measured.latency.record(nanoseconds: now - lanes[number].askedAt)
        }
        traffic.heard(
            on: number, status: frame.status, body: input.span.extracting(frame.body))
        lanes[number].received = 0
        lanes[number].isBusy = false
        busy -= 1
        _ = try ask(number)
    }
}

/// What a run of a `LoadClient` came to.
struct Measurement {
    var latency = Histogram()
    var seconds = 0.0

    var answers: Int { latency.total }
    var perSecond: Double { seconds > 0 ? Double(answers) / seconds : 0 }
}
