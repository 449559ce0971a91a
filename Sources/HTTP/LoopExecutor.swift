// Runs jobs by the concurrency runtime's own calls: one of the few files that may say `unsafe`.
internal import Glibc
public import Platform
internal import Synchronization

/// Runs the jobs of the `Loop` actor on the loop's thread.
///
/// `@unchecked Sendable`: `local` and `spare` are touched by the loop's thread only, which
/// `enqueue` checks; everything else is behind a lock.
public final class LoopExecutor: TaskExecutor, SerialExecutor, @unchecked Sendable {
    /// Readable for the loop while another thread has left it something.
    public let wake = Wake(blocking: false)
    private let remote = Mutex<[UnownedJob]>([])
    private let deliveries = Mutex<[@Loop @Sendable () -> Void]>([])
    private let thread = Atomic<UInt>(0)
    private var local: [UnownedJob] = []
    private var spare: [UnownedJob] = []

    /// Whether the calling thread is the loop's.
    public var isCurrent: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }

    /// Whether a job waits that the loop itself has left.
    var hasLocalJobs: Bool { !local.isEmpty }

    func bindToCurrentThread() { thread.store(UInt(pthread_self()), ordering: .releasing) }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if isCurrent {
            local.append(job)
        } else {
            remote.withLock { $0.append(job) }
            wake.wake()
        }
    }

    /// Has `body` run on the loop in its next pass; from any thread.
    func deliver(_ body: @escaping @Loop @Sendable () -> Void) {
        deliveries.withLock { $0.append(body) }
        wake.wake()
    }

    /// Runs everything that waits.
    @Loop func runPending() {
        let taken = deliveries.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        for body in taken { body() }
        runJobs()
    }

    private func runJobs() {
        let serial = unsafe UnownedSerialExecutor(ordinary: self)
        let task = unsafe UnownedTaskExecutor(ordinary: self)
        while true {
            if local.isEmpty { remote.withLock { swap(&$0, &local) } }
            guard !local.isEmpty else { return }
            swap(&local, &spare)
            for job in spare {
                unsafe job.runSynchronously(isolatedTo: serial, taskExecutor: task)
            }
            spare.removeAll(keepingCapacity: true)
        }
    }

    public func checkIsolated() { precondition(isCurrent, "this runs on the loop only") }

    public func isIsolatingCurrentContext() -> Bool? { isCurrent }

    public func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        unsafe UnownedSerialExecutor(ordinary: self)
    }
}
