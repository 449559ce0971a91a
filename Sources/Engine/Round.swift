import Domain
import Store

/// One transaction in the making, and what its commands will be told once it is committed.
struct Round {
    private(set) var batch: Batch
    /// Whether the time itself is to be stored, though nothing else may have changed.
    var storesTime = false
    private var answers: [Pending] = []
    private var known: [KeyDigest: Int] = [:]
    /// What clients are told of reservations, by id and version.
    private var told: [ReservationVersion: Told] = [:]
    private var positions: [ID<Tenant>: Int64] = [:]

    private struct ReservationVersion: Hashable {
        let id: ID<Reservation>
        let version: Int64

        init(_ reservation: Reservation) {
            id = reservation.id
            version = reservation.version
        }
    }

    private struct Told {
        let answer: Answer
        /// Its place among the batch's kept answers, if it is kept.
        let kept: Int?
    }

    private struct Pending {
        let tenant: ID<Tenant>
        let token: UInt64
        let result: Reply.Result
    }

    /// Makes room for what so many commands will be told.
    init(at now: Timestamp, for count: Int) {
        batch = Batch(at: now)
        answers.reserveCapacity(count)
        known.reserveCapacity(count)
        told.reserveCapacity(count)
    }

    var now: Timestamp { batch.at }

    /// Nothing of it is decided before `mark`.
    mutating func begin(notBefore mark: Timestamp) { batch.at = max(batch.at, mark) }

    /// Whether there is nothing to write.
    var isEmpty: Bool { batch.tenants.isEmpty && batch.answers.isEmpty && !storesTime }

    /// The tenants whose commands these are, in order of arrival.
    static func tenants(of submissions: ArraySlice<Submission>) -> [ID<Tenant>] {
        var found: [ID<Tenant>] = []
        for submission in submissions where !found.contains(submission.tenant) {
            found.append(submission.tenant)
        }
        return found
    }

    /// The answer that this round gives to the same key.
    func keptAnswer(_ key: KeyDigest) -> KeptAnswer? {
        known[key].map { batch.answers[$0] }
    }

    /// Answers its place among the kept answers.
    mutating func keep(_ answer: KeptAnswer) -> Int {
        known[answer.key] = batch.answers.count
        batch.answers.append(answer)
        return batch.answers.count - 1
    }

    mutating func note(_ answer: Answer, about reservation: Reservation, kept: Int?) {
        told[ReservationVersion(reservation)] = Told(answer: answer, kept: kept)
    }

    /// Puts an event into words: with those that a client is told of the reservation that it
    /// shows, in the same state, where there are any.
    mutating func entry(
        for event: Event, at place: (tenant: ID<Tenant>, position: Int64),
        by presenter: any Presenter, names: some Names
    ) -> LogEntry {
        var told: Told?
        if case .reservation(_, let reservation, _) = event {
            told = self.told[ReservationVersion(reservation)]
        }
        let (entry, start) = presenter.entry(
            for: event, position: place.position, at: now, answer: told?.answer, names: names)
        if let kept = told?.kept, let start {
            batch.answers[kept].echo = LogPlace(
                tenant: place.tenant, position: place.position, offset: start)
        }
        return entry
    }

    mutating func reply(_ result: Reply.Result, to submission: Submission) {
        answers.append(
            Pending(tenant: submission.tenant, token: submission.token, result: result))
    }

    /// Adds what a tenant's commands changed; `last` is its log's last position before.
    mutating func add(_ changes: Changes, _ entries: [LogEntry], after last: Int64) {
        positions[changes.tenant] = last + Int64(entries.count)
        guard !changes.isEmpty else { return }
        batch.tenants.append(
            TenantBatch(changes: changes, firstPosition: last + 1, entries: entries))
    }

    func replies() -> [Reply] {
        answers.map { pending in
            Reply(
                token: pending.token, result: pending.result,
                position: positions[pending.tenant] ?? 0)
        }
    }

    /// What all of them are told when the transaction was lost.
    func lost(_ submissions: ArraySlice<Submission>) -> [Reply] {
        submissions.map { Reply(token: $0.token, result: .unavailable, position: 0) }
    }
}
