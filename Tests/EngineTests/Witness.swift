import Domain
import Store
import TestSupport

/// A store that remembers what it was asked for.
final class Witness: Store {
    private let base: FaultyStore
    private(set) var saved: [Batch] = []
    private(set) var needs: [Needs] = []
    private(set) var prunes = 0
    /// What each repair recounted.
    private(set) var suspects: [[Suspect]] = []
    /// Reservations that the last load gave.
    private(set) var loaded = 0

    init(_ base: FaultyStore) {
        self.base = base
    }

    func forget() {
        saved = []
        needs = []
    }

    func save(_ batch: Batch) throws(StoreError) {
        try base.save(batch)
        saved.append(batch)
    }

    var isShared: Bool { base.isShared }

    func open(
        _ tenant: ID<Tenant>, for needs: Needs, at now: Timestamp
    ) throws(StoreError) -> Opening {
        if !needs.namesNoRows { self.needs.append(needs) }
        let opening = try base.open(tenant, for: needs, at: now)
        if !needs.namesNoRows { loaded = opening.reservations.count }
        return opening
    }

    func leave() { base.leave() }

    func news() throws(StoreError) -> [TenantBatch] { try base.news() }

    func residents() throws(StoreError) -> Residents { try base.residents() }

    func differences(
        of tenant: ID<Tenant>, among suspects: [Suspect]
    ) throws(StoreError) -> [Difference] {
        self.suspects.append(suspects)
        return try base.differences(of: tenant, among: suspects)
    }

    func prune(at now: Timestamp, limit: Int) throws(StoreError) {
        prunes += 1
        try base.prune(at: now, limit: limit)
    }
}
