public import Domain
public import SQLiteStore
public import Store

/// A real store whose `save` fails when it is told to, and whose rows may be damaged.
public final class FaultyStore: Store {
    public enum Fault: String, CaseIterable, Sendable {
        /// Nothing is written; later batches may succeed.
        case refused
        /// The same, because a row that the batch goes by cannot be read.
        case rowDamaged
        /// The commit is done, and nobody hears of it.
        case crashAfterCommit
        /// Nothing is written, and nothing can be trusted any more.
        case fatal
    }

    public let base: SQLiteStore
    /// Told of each batch once it is written.
    public var follow: (Batch) -> Void = { _ in }
    /// How often `save` was called.
    public private(set) var saves = 0
    /// The fault that happened since `forgetPlan`.
    public private(set) var happened: Fault?
    private var planned: (fault: Fault, save: Int)?
    /// What cannot be read.
    public var damagedAnswers: Set<KeyDigest> = []
    public var damagedReservations: Set<ID<Reservation>> = []
    public var damagedProfiles: Set<ID<Item>> = []
    public var isLedgerDamaged = false

    public init(_ base: SQLiteStore) {
        self.base = base
    }

    /// Lets the `number`-th save from now on fail; 1 is the next.
    public func plan(_ fault: Fault, atSave number: Int) {
        planned = (fault, saves + number)
    }

    public func forgetPlan() {
        planned = nil
        happened = nil
    }

    public func save(_ batch: Batch) throws(StoreError) {
        saves += 1
        guard let planned, planned.save == saves else { return try write(batch) }
        self.planned = nil
        happened = planned.fault
        switch planned.fault {
        case .refused: throw .unavailable("simulated: the disk is full")
        case .rowDamaged: throw .corrupt(table: "answer_batch", key: "keys")
        case .crashAfterCommit:
            try write(batch)
            throw .fatal("simulated: a crash after the commit")
        case .fatal: throw .fatal("simulated: an input/output error")
        }
    }

    private func write(_ batch: Batch) throws(StoreError) {
        try base.save(batch)
        follow(batch)
    }

    public func residents() throws(StoreError) -> Residents { try base.residents() }

    public var isShared: Bool { base.isShared }

    public func open(
        _ tenant: ID<Tenant>, for needs: Needs, at now: Timestamp
    ) throws(StoreError) -> Opening {
        if needs.keys.contains(where: damagedAnswers.contains) {
            throw .corrupt(table: "event_batch", key: "position 1")
        }
        if let id = needs.reservations.first(where: damagedReservations.contains) {
            throw .corrupt(table: "reservation", key: "\(id.rawValue)")
        }
        if let id = needs.profiles.first(where: damagedProfiles.contains) {
            throw .corrupt(table: "item", key: "\(id.rawValue)")
        }
        return try base.open(tenant, for: needs, at: now)
    }

    public func leave() { base.leave() }

    public func news() throws(StoreError) -> [TenantBatch] { base.news() }

    public func differences(
        of tenant: ID<Tenant>, among suspects: [Suspect]
    ) throws(StoreError) -> [Difference] {
        guard !isLedgerDamaged else { throw .corrupt(table: "movement", key: "3") }
        return try base.differences(of: tenant, among: suspects)
    }

    public func prune(at now: Timestamp, limit: Int) throws(StoreError) {
        try base.prune(at: now, limit: limit)
    }
}
