public import Domain

/// What a process keeps in memory of the whole database.
public struct Residents: Sendable {
    public var shops: [ID<Tenant>: Shop]
    /// Credentials by the SHA-256 of their text.
    public var keys: [[UInt8]: APIKey]
    /// Grows whenever a batch made or deleted keys.
    public private(set) var keyChanges = 0
    /// The event log's last position, per tenant.
    public var positions: [ID<Tenant>: Int64]
    /// The last id handed out.
    public var lastID: Int64
    /// The latest time that was ever stored: the clock never starts before it.
    public var clockMark: Timestamp

    public init(
        shops: [ID<Tenant>: Shop] = [:], keys: [[UInt8]: APIKey] = [:],
        positions: [ID<Tenant>: Int64] = [:], lastID: Int64 = 0,
        clockMark: Timestamp = Timestamp(milliseconds: 0)
    ) {
        self.shops = shops
        self.keys = keys
        self.positions = positions
        self.lastID = lastID
        self.clockMark = clockMark
    }

    /// Takes over a batch that is committed.
    public mutating func apply(_ batch: TenantBatch) {
        let tenant = batch.changes.tenant
        lastID = max(lastID, batch.changes.lastID)
        positions[tenant] = batch.firstPosition + Int64(batch.entries.count) - 1
        shops[tenant]?.apply(batch.changes)
        for change in batch.changes.catalog { apply(change, of: tenant) }
    }

    private mutating func apply(_ change: CatalogChange, of tenant: ID<Tenant>) {
        switch change {
        case .tenant(let record, let location, let made):
            shops[record.id] = Shop(tenant: record, locations: [location])
            positions[record.id] = 0
            for key in made { keys[key.digest] = key }
            keyChanges += 1
        case .key(let key):
            keys[key.digest] = key
            keyChanges += 1
        case .keyDeleted(let id):
            keyChanges += 1
            let key = keys.first { $0.value.id == id && $0.value.tenant == tenant }
            if let digest = key?.key { keys[digest] = nil }
        case .item, .itemDeleted, .location, .settings, .policies, .transfer: break
        }
    }
}
