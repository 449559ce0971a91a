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

    func load(_ needs: Needs, of tenant: ID<Tenant>) throws(StoreError) -> Loaded {
        self.needs.append(needs)
        let rows = try base.load(needs, of: tenant)
        loaded = rows.reservations.count
        return rows
    }

    func residents() throws(StoreError) -> Residents { try base.residents() }

    func keptAnswer(_ key: KeyDigest, at now: Timestamp) throws(StoreError) -> KeptAnswer? {
        try base.keptAnswer(key, at: now)
    }

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
