internal import Domain
internal import Platform
internal import SQLiteStore
internal import Store

/// Fills a database straight through the store, by large batches.
struct ShopBuilder {
    let tenant: ID<Tenant>
    private let main: ID<Location>
    private let now: Timestamp
    private var ids: IDSequence
    private var answers: UInt64 = 0

    /// About as long as the answer to a reservation of one line.
    private static let body = [UInt8](repeating: UInt8(ascii: "x"), count: 420)
    private static let batchLength = 5_000

    /// Makes a tenant with the location `main`.
    ///
    /// - Throws: `BenchFailure` if the store refuses.
    init(_ store: SQLiteStore) throws(BenchFailure) {
        now = Timestamp(milliseconds: SystemClock.wallMilliseconds())
        ids = IDSequence(last: 0)
        tenant = ids.next(at: now)
        main = ids.next(at: now)
        let record = TenantRecord(id: tenant, name: "bench", plan: .premium, createdAt: now)
        let location = Location(id: main, code: Location.mainCode, name: "Main")
        var changes = Changes(tenant: tenant, at: now, lastID: ids.last)
        changes.catalog = [.tenant(record, location, [])]
        try save(Batch(at: now, tenants: [batch(changes)]), to: store)
    }

    /// Adds items `ITEM-000000` and so on, with `units` on hand each; with `isReserved`, one unit
    /// of each stands in an open reservation whose answer is kept under a key.
    ///
    /// - Throws: `BenchFailure` if the store refuses.
    mutating func add(
        items: Int, units: Int64, isReserved: Bool = false, to store: SQLiteStore
    ) throws(BenchFailure) {
        for start in stride(from: 0, to: items, by: Self.batchLength) {
            var changes = Changes(tenant: tenant, at: now, lastID: 0)
            var kept: [KeptAnswer] = []
            for number in start..<min(items, start + Self.batchLength) {
                let item = Item(id: ids.next(at: now), sku: Holdfast.sku(number))
                changes.catalog.append(.item(item, ItemProfile(title: item.sku), isNew: true))
                let quantities = Quantities(onHand: units, reserved: isReserved ? 1 : 0)
                changes.levels.append(
                    Changes.Level(item: item.id, location: main, quantities: quantities))
                guard isReserved else { continue }
                changes.reservations.append(.init(reservation(of: item.id), isNew: true))
                kept.append(answer())
            }
            changes.lastID = ids.last
            try save(Batch(at: now, tenants: [batch(changes)], answers: kept), to: store)
        }
    }

    private mutating func reservation(of item: ID<Item>) -> Reservation {
        let source = ReservationLine.Source(item: item, location: main, units: 1)
        let line = ReservationLine(item: item, quantity: 1, requested: 1, sources: [source])
        return Reservation(
            id: ids.next(at: now), kind: .checkout, holder: nil, channel: .online,
            lines: [line], createdAt: now, expiresAt: now.adding(seconds: 86_400))
    }

    private mutating func answer() -> KeptAnswer {
        answers += 1
        return KeptAnswer(
            key: KeyDigest(high: answers &* 0x9E37_79B9_7F4A_7C15, low: answers),
            fingerprint: answers, answer: Answer(status: 201, body: Self.body, version: 1),
            at: now)
    }

    private func batch(_ changes: Changes) -> TenantBatch {
        TenantBatch(changes: changes, firstPosition: 1, entries: [])
    }

    private func save(_ batch: Batch, to store: SQLiteStore) throws(BenchFailure) {
        do {
            try store.save(batch)
        } catch {
            throw BenchFailure("the store refused a batch: \(error)")
        }
    }
}
