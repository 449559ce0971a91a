internal import Domain
internal import Engine
internal import HTTP
internal import Platform
internal import Store
internal import Synchronization

/// The threads that answer lists and reports, each with a bounded queue of its own.
final class Readers: Sendable {
    /// Jobs that may wait for one thread.
    static let queueMaximum = 512

    struct Job: Sendable {
        let token: UInt64
        let tenant: ID<Tenant>
        let run: @Sendable (ReadContext) throws -> Result.Outcome
        let makeContext: @Sendable (any Snapshot) -> ReadContext
    }

    struct Result: Sendable {
        let token: UInt64
        let outcome: Outcome

        enum Outcome: Sendable {
            case response(Response)
            case order(Order)
            case problem(Problem)
            /// The store's problem, or ours, in words that hold nothing of the request.
            case failed(String)
        }
    }

    private let lanes: [Lane]

    init(threads: Int, store: any ReadStore, results: Mailbox<Result>) {
        lanes = (0..<max(1, threads)).map { _ in Lane() }
        for (number, lane) in lanes.enumerated() {
            NamedThread.start(name: "reader-\(number)", stackSize: 1 << 20) {
                lane.run(store, results)
            }
        }
    }

    /// Returns false where every queue is full.
    func submit(_ job: Job) -> Bool {
        guard let lane = lanes.min(by: { $0.count < $1.count }) else { return false }
        return lane.submit(job)
    }

    /// Lets the threads end once their queues are empty.
    func stop() {
        for lane in lanes { lane.stop() }
    }

    /// One thread's queue.
    private final class Lane: Sendable {
        private struct State {
            var jobs: [Job] = []
            var isRunning = false
            var isStopped = false
        }

        private let state = Mutex(State())
        private let wake = Wake(blocking: true)

        var count: Int { state.withLock { $0.jobs.count + ($0.isRunning ? 1 : 0) } }

        func submit(_ job: Job) -> Bool {
            let isTaken = state.withLock { state in
                guard state.jobs.count < Readers.queueMaximum, !state.isStopped else {
                    return false
                }
                state.jobs.append(job)
                return true
            }
            if isTaken { wake.wake() }
            return isTaken
        }

        func stop() {
            state.withLock { $0.isStopped = true }
            wake.wake()
        }

        func run(_ store: any ReadStore, _ results: Mailbox<Result>) {
            while true {
                wake.drain()
                let (jobs, isStopped) = state.withLock { state in
                    defer { state.jobs = [] }
                    state.isRunning = !state.jobs.isEmpty
                    return (state.jobs, state.isStopped)
                }
                for job in jobs { results.post(Self.answer(job, store)) }
                state.withLock { $0.isRunning = false }
                if isStopped { return }
            }
        }

        private static func answer(_ job: Job, _ store: any ReadStore) -> Result {
            do {
                let outcome = try store.read(of: job.tenant) { snapshot in
                    try job.run(job.makeContext(snapshot))
                }
                return Result(token: job.token, outcome: outcome)
            } catch let problem as Problem {
                return Result(token: job.token, outcome: .problem(problem))
            } catch let error as StoreError {
                return Result(token: job.token, outcome: .failed("\(error)"))
            } catch {
                // Its values may be a client's.
                return Result(token: job.token, outcome: .failed("\(type(of: error))"))
            }
        }
    }
}
