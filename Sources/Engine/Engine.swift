import Dispatch
public import Domain
public import Store
import Synchronization

/// The one road, seen from outside: commands go in here, and what is resident is read here.
///
/// The `Writer` takes what is queued, decides it in batches, commits, and answers.
public final class Engine: Sendable {
    /// Commands in one transaction. Bounds the time that a caller waits for others.
    public static let batchMaximum = 256

    /// Items that one repair mends at most: sales wait while they are recounted.
    public static let repairMaximum = 500

    /// Commands that may wait. Beyond it `submit` refuses, before anything was queued.
    public static let queueMaximum = 8_192

    public let clock: any Clock
    private let residents: Mutex<Residents>
    private let queue = Mutex(Queue())
    private let arrived = DispatchSemaphore(value: 0)
    private let keyChanges = Atomic(0)

    private struct Queue {
        var waiting: [Submission] = []
        var isStopping = false
    }

    public init(residents: Residents, clock: any Clock) {
        self.residents = Mutex(residents)
        self.clock = clock
    }

    /// Queues commands in order; they are answered through the writer's `deliver`.
    ///
    /// Returns false when they do not fit, or the engine is stopping: then none was queued.
    public func submit(_ submissions: [Submission]) -> Bool {
        guard !submissions.isEmpty else { return true }
        let (isTaken, wasEmpty) = queue.withLock { queue in
            let fits = queue.waiting.count + submissions.count <= Self.queueMaximum
            guard fits, !queue.isStopping else { return (false, false) }
            let wasEmpty = queue.waiting.isEmpty
            queue.waiting += submissions
            return (true, wasEmpty)
        }
        if wasEmpty { arrived.signal() }
        return isTaken
    }

    /// Runs `body` over what is resident, as of now. It holds the lock: microseconds only, and
    /// nothing of it is kept beyond.
    public func read<Result>(
        _ body: (borrowing Residents, Timestamp) throws -> sending Result
    ) rethrows -> sending Result {
        let now = clock.now()
        return try residents.withLock { residents in try body(residents, now) }
    }

    /// Another number whenever the resident keys have changed, so that whoever remembers some
    /// knows when to forget them.
    public var keysVersion: Int { keyChanges.load(ordering: .acquiring) }

    /// Commands that wait.
    public var queueLength: Int { queue.withLock { $0.waiting.count } }

    /// Takes no more commands; the writer answers those that wait, then `Writer.run` returns.
    public func stop() {
        queue.withLock { $0.isStopping = true }
        arrived.signal()
    }

    // MARK: The writer's side

    /// What is queued, at most one batch; empty after `milliseconds` without any. Nil: stopped.
    func next(within milliseconds: Int) -> [Submission]? {
        let end = DispatchTime.now() + .milliseconds(milliseconds)
        while let batch = take() {
            // What was taken without waiting left its signal behind: that is no quiet.
            guard batch.isEmpty, arrived.wait(timeout: end) == .success else { return batch }
        }
        return nil
    }

    private func take() -> [Submission]? {
        queue.withLock { queue in
            guard !queue.waiting.isEmpty else { return queue.isStopping ? nil : [] }
            guard queue.waiting.count > Self.batchMaximum else {
                var batch: [Submission] = []
                swap(&batch, &queue.waiting)
                return batch
            }
            let batch = Array(queue.waiting.prefix(Self.batchMaximum))
            queue.waiting.removeFirst(Self.batchMaximum)
            return batch
        }
    }

    /// A snapshot of one tenant's working set, with the expiries up to `now` counted. It should
    /// be gone before the next `apply`, which copies what it changes of a working set that others
    /// look at.
    func shop(_ tenant: ID<Tenant>, at now: Timestamp) -> Shop? {
        residents.withLock { residents in
            residents.shops[tenant]?.advance(to: now)
            return residents.shops[tenant]
        }
    }

    /// Counts the expiries up to `now`, so that reading stays cheap while nobody sells anything.
    func advance(to now: Timestamp) {
        residents.withLock { residents in
            for (tenant, shop) in residents.shops where shop.isBehind(now) {
                residents.shops[tenant]?.advance(to: now)
            }
        }
    }

    func apply(_ batches: [TenantBatch]) {
        residents.withLock { residents in
            let before = residents.keyChanges
            for batch in batches { residents.apply(batch) }
            if residents.keyChanges != before { noteKeys() }
        }
    }

    private func noteKeys() { keyChanges.wrappingAdd(1, ordering: .releasing) }

    func replaceResidents(_ rebuilt: Residents) {
        residents.withLock { residents in
            residents = rebuilt
            noteKeys()
        }
    }
}
