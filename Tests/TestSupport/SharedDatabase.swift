public import Domain
public import SQLiteStore
public import Store

/// A database that several processes write to, within one: each has a `SharedStore` over it.
///
/// It keeps what was committed in order and tells every store of what the others committed.
public final class SharedDatabase {
    fileprivate let base: SQLiteStore
    fileprivate var log: [(author: Int, batch: TenantBatch)] = []
    fileprivate var marks: [ID<Tenant>: Timestamp] = [:]
    /// Whose batch is open, and by whom.
    fileprivate var open: (tenant: ID<Tenant>, author: Int)?
    private var authors = 0

    public init(_ base: SQLiteStore) {
        self.base = base
    }

    /// A process's way in; it has been told of everything so far.
    public func makeStore() -> SharedStore {
        authors += 1
        return SharedStore(self, author: authors)
    }
}

/// What one process sees of a `SharedDatabase`.
public final class SharedStore: Store {
    private let database: SharedDatabase
    private let author: Int
    private var told: [ID<Tenant>: Int] = [:]
    private let toldBefore: Int
    /// What `open` was asked for.
    public private(set) var needs: [Needs] = []
    /// The batches that were written, in order.
    public private(set) var saved: [Batch] = []
    /// Whether the next `save` is lost.
    public var losesNext = false

    /// At most so many batches are told at once.
    public static let newsMaximum = 2

    fileprivate init(_ database: SharedDatabase, author: Int) {
        self.database = database
        self.author = author
        toldBefore = database.log.count
    }

    public var isShared: Bool { true }

    public func residents() throws(StoreError) -> Residents { try database.base.residents() }

    public func open(
        _ tenant: ID<Tenant>, for needs: Needs, at now: Timestamp
    ) throws(StoreError) -> Opening {
        if let open = database.open, open != (tenant, author) {
            throw .unavailable("\(open) is not ended")
        }
        database.open = (tenant, author)
        self.needs.append(needs)
        var opening = try database.base.open(tenant, for: needs, at: now)
        opening.others = others(of: tenant, maximum: .max)
        opening.mark = database.marks[tenant] ?? opening.mark
        return opening
    }

    public func save(_ batch: Batch) throws(StoreError) {
        defer { leave() }
        guard !losesNext else {
            losesNext = false
            throw .unavailable("simulated: the connection is lost")
        }
        try database.base.save(batch)
        saved.append(batch)
        for tenant in batch.tenants {
            guard database.open?.tenant == tenant.changes.tenant else {
                throw .fatal("\(tenant.changes.tenant) is not open")
            }
            database.log.append((author, tenant))
            database.marks[tenant.changes.tenant] = batch.at
        }
    }

    public func leave() {
        if database.open?.author == author { database.open = nil }
    }

    public func news() -> [TenantBatch] {
        let tenants = Set(database.log[toldBefore...].map(\.batch.changes.tenant))
        for tenant in tenants.sorted() {
            let others = others(of: tenant, maximum: Self.newsMaximum)
            if !others.isEmpty { return others }
        }
        return []
    }

    private func others(of tenant: ID<Tenant>, maximum: Int) -> [TenantBatch] {
        var found: [TenantBatch] = []
        var place = told[tenant] ?? toldBefore
        while place < database.log.count, found.count < maximum {
            let entry = database.log[place]
            if entry.author != author, entry.batch.changes.tenant == tenant {
                found.append(entry.batch)
            }
            place += 1
        }
        told[tenant] = place
        return found
    }

    public func differences(
        of tenant: ID<Tenant>, among suspects: [Suspect]
    ) throws(StoreError) -> [Difference] {
        try database.base.differences(of: tenant, among: suspects)
    }

    public func prune(at now: Timestamp, limit: Int) throws(StoreError) {
        try database.base.prune(at: now, limit: limit)
    }
}
