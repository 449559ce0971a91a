internal import API
internal import Domain
internal import Engine
internal import Platform
internal import SQLiteStore
internal import Store
internal import Synchronization

/// Keeps a number of commands in flight in an engine of this process: no HTTP, but all that is
/// written over HTTP, from the event log to the answers under keys.
final class EngineLoad {
    private let engine: Engine
    private let tenant: ID<Tenant>
    private let inbox = Inbox()
    private var picker: Picker
    private let skus: [String]
    private var sent: [UInt64]
    private var keys: UInt64 = 0

    /// Where the writer leaves its answers.
    private final class Inbox: Sendable {
        private let replies = Mutex<[Reply]>([])
        private let wake = Wake(blocking: true)

        func receive(_ more: [Reply]) {
            let wasEmpty = replies.withLock { replies in
                defer { replies += more }
                return replies.isEmpty
            }
            if wasEmpty { wake.wake() }
        }

        /// Waits for answers.
        func take() -> [Reply] {
            wake.drain()
            return replies.withLock { replies in
                defer { replies.removeAll(keepingCapacity: true) }
                return replies
            }
        }
    }

    /// Elapsed time from the wall clock at the start on, as the server counts it.
    private struct ElapsedClock: Clock {
        private let offset = SystemClock.wallMilliseconds() - SystemClock.bootMilliseconds()

        func now() -> Timestamp {
            Timestamp(milliseconds: offset + SystemClock.bootMilliseconds())
        }
    }

    private let thread: NamedThread

    /// Starts the writer over `store`, which has `items` items of `tenant`.
    ///
    /// - Throws: `BenchFailure` if the store cannot be read.
    init(
        _ store: sending SQLiteStore, tenant: ID<Tenant>, items: Int, picker: Picker,
        inFlight: Int
    ) throws(BenchFailure) {
        let residents: Residents
        do {
            residents = try store.residents()
        } catch {
            throw BenchFailure("the store cannot be read: \(error)")
        }
        let engine = Engine(residents: residents, clock: ElapsedClock())
        let inbox = inbox
        let writer = Mutex(
            Writer(
                engine: engine, store: store, presenter: JSONPresenter(),
                deliver: { replies, _ in inbox.receive(replies) }))
        self.engine = engine
        self.tenant = tenant
        self.picker = picker
        skus = (0..<items).map(Holdfast.sku)
        sent = Array(repeating: 0, count: inFlight)
        thread = NamedThread.start(name: "writer") {
            do {
                try writer.withLock { try $0.run() }
            } catch {
                Output.complaint("the writer ended: \(error)")
                ExitCode.inputOutput.end()
            }
        }
    }

    /// Reserves one unit again and again.
    ///
    /// - Throws: `BenchFailure` for an answer that is no reservation.
    func run(
        seconds: Double, warmUpSeconds: Double
    ) throws(BenchFailure) -> (perSecond: Double, latency: Histogram) {
        let start = SystemClock.monotonicNanoseconds() + UInt64(warmUpSeconds * 1e9)
        let end = start + UInt64(seconds * 1e9)
        var latency = Histogram()
        var waiting = sent.count
        submit(Array(0..<sent.count))
        while waiting > 0 {
            let replies = inbox.take()
            let now = SystemClock.monotonicNanoseconds()
            var free: [Int] = []
            for reply in replies {
                guard case .answer(let answer) = reply.result, answer.status == 201 else {
                    throw BenchFailure("the engine answered \(reply.result)")
                }
                let slot = Int(reply.token)
                if now >= start, now < end { latency.record(nanoseconds: now - sent[slot]) }
                free.append(slot)
            }
            if now < end { submit(free) } else { waiting -= free.count }
        }
        engine.stop()
        thread.join()
        return (Double(latency.total) / seconds, latency)
    }

    private func submit(_ slots: [Int]) {
        guard !slots.isEmpty else { return }
        let now = SystemClock.monotonicNanoseconds()
        let submissions = slots.map { slot in
            sent[slot] = now
            keys += 1
            let line = ReserveRequest.Line(sku: skus[picker.next()], quantity: 1)
            return Submission(
                tenant: tenant, actor: .engine, command: .reserve(ReserveRequest(lines: [line])),
                key: IdempotencyKey(
                    digest: KeyDigest(high: keys &* 0x9E37_79B9_7F4A_7C15, low: keys),
                    fingerprint: keys),
                requestID: "bench", token: UInt64(slot))
        }
        precondition(engine.submit(submissions), "the queue holds far more than is in flight")
    }
}
