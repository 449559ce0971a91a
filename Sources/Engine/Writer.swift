import Domain
public import Store

/// The write side: decides what is queued in batches, commits each once, and answers all.
///
/// One thread owns it. Simulations drive it by `process` and `tick` instead of `run`.
public final class Writer {
    /// Where answers and committed entries go: to the loop, usually.
    public typealias Deliver = @Sendable ([Reply], [Published]) -> Void

    /// How long `run` waits for commands before it tidies up.
    static let tickMilliseconds = 100

    /// How often a tick asks what others have committed.
    static let newsMaximum = 16

    /// The same while there is something to tidy up: who sells one thing after the other is back
    /// before.
    static let quietMilliseconds = 2

    let engine: Engine
    let store: any Store
    let presenter: any Presenter
    private let deliver: Deliver
    private let noteLoss: @Sendable (_ cause: String) -> Void
    let noteDamage: @Sendable (_ table: String, _ key: String) -> Void
    private var housekeeping: Housekeeping

    /// `noteLoss` is told why a transaction was lost, and `noteDamage` which row could not be
    /// read, which clients are not told.
    public init(
        engine: Engine, store: any Store, presenter: any Presenter, sweeps: Bool = true,
        noteLoss: @escaping @Sendable (_ cause: String) -> Void = { _ in },
        noteDamage: @escaping @Sendable (_ table: String, _ key: String) -> Void = { _, _ in },
        deliver: @escaping Deliver
    ) {
        self.engine = engine
        self.store = store
        self.presenter = presenter
        self.deliver = deliver
        self.noteLoss = noteLoss
        self.noteDamage = noteDamage
        housekeeping = Housekeeping(sweeps: sweeps, follows: store.isShared)
    }

    /// Serves the queue until `Engine.stop`; then everything accepted has been answered.
    ///
    /// - Throws: `StoreError.fatal` when what was written may not be on disk: the process must
    ///   end, because nothing that it answers from now on could be trusted.
    public func run() throws(StoreError) {
        var hasMore = false
        while let batch = engine.next(
            within: hasMore ? Self.quietMilliseconds : Self.tickMilliseconds)
        {
            if !batch.isEmpty { try process(batch) }
            hasMore = try tick(after: batch.count)
        }
        try store.save(Batch(at: engine.clock.now()))
    }

    /// Decides, commits and answers. A command that changes the catalog has a transaction of its
    /// own; all others between two of them share one, or where others write to the same database,
    /// those of each tenant do.
    public func process(_ submissions: [Submission]) throws(StoreError) {
        var start = 0
        while start < submissions.count {
            var end = start + 1
            if !submissions[start].command.changesCatalog {
                while end < submissions.count, !submissions[end].command.changesCatalog {
                    end += 1
                }
            }
            for part in parts(of: submissions[start..<end]) { try transact(part) }
            start = end
        }
    }

    private func parts(of submissions: ArraySlice<Submission>) -> [ArraySlice<Submission>] {
        guard store.isShared else { return [submissions] }
        return Round.tenants(of: submissions).map { tenant in
            submissions.filter { $0.tenant == tenant }[...]
        }
    }

    /// Books expiries and drops what is kept no longer, a bounded part at a time, after so many
    /// commands since the last tick. Says whether expiries are left.
    @discardableResult
    public func tick(after commands: Int = 0) throws(StoreError) -> Bool {
        let now = engine.clock.now()
        engine.advance(to: now)
        var hasMore = false
        for duty in housekeeping.due(at: now, after: commands, engine: engine) {
            switch duty {
            case .sweep(let tenant, let limit):
                let sweep = Submission(
                    tenant: tenant, actor: .engine,
                    command: .sweep(limit: limit), requestID: "", token: 0)
                if try transact([sweep]) { hasMore = true }
            case .follow: try recover { () throws(StoreError) in try follow() }
            case .mark: try recover { () throws(StoreError) in try store.save(Batch(at: now)) }
            case .prune:
                try recover { () throws(StoreError) in
                    try store.prune(at: now, limit: Housekeeping.pruneLimit)
                }
            }
        }
        return hasMore
    }

    /// One transaction: all of its commands are answered after its commit, or told that it was
    /// lost. Says whether it was committed.
    @discardableResult
    private func transact(_ submissions: ArraySlice<Submission>) throws(StoreError) -> Bool {
        var round = Round(at: engine.clock.now(), for: submissions.count)
        let isSaved = try recover { () throws(StoreError) in
            try decide(submissions, &round)
            guard !round.isEmpty else { return store.leave() }
            try store.save(round.batch)
        }
        guard isSaved else {
            store.leave()
            deliver(round.lost(submissions), [])
            return false
        }
        engine.apply(round.batch.tenants)
        deliver(round.replies(), Published.all(round.batch.tenants))
        return true
    }

    /// Takes over what others have committed: a bounded part, because who writes without a pause
    /// would hold up those who ask here.
    private func follow() throws(StoreError) {
        for _ in 0..<Self.newsMaximum {
            let news = try store.news()
            guard !news.isEmpty else { return }
            takeOver(news)
        }
    }

    /// Takes over what others have committed, and tells those who listen.
    func takeOver(_ others: [TenantBatch]) {
        guard let time = others.map(\.changes.at).max() else { return }
        engine.clock.heard(of: time)
        engine.apply(others)
        deliver([], Published.all(others))
    }

    /// Runs `work`; when the batch was lost as a whole, says so, because later ones may succeed.
    @discardableResult
    private func recover(_ work: () throws(StoreError) -> Void) throws(StoreError) -> Bool {
        do {
            try work()
            return true
        } catch .unavailable(let cause) {
            noteLoss(cause)
            return false
        } catch .corrupt(let table, let key) {
            noteDamage(table, key)
            return false
        }
    }

    private func decide(
        _ submissions: ArraySlice<Submission>, _ round: inout Round
    ) throws(StoreError) {
        let tenants = Round.tenants(of: submissions)
        var expiries = housekeeping.expiries(beside: submissions.count { $0.isSwept })
        for tenant in tenants {
            let own =
                tenants.count == 1 ? submissions : submissions.filter { $0.tenant == tenant }[...]
            expiries -= try decide(own, of: tenant, sweeping: expiries, &round)
        }
        guard !store.isShared, expiries > 0,
            let other = housekeeping.expiring(except: tenants)
        else { return }
        _ = try decide([], of: other, sweeping: expiries, &round)
    }
}

extension Submission {
    /// Whether its transaction books expiries as well: not one that changes by which rules they
    /// are, and not a sweep itself.
    fileprivate var isSwept: Bool {
        if case .sweep = command { return false }
        return !command.changesCatalog
    }
}
