import Domain
import Store
import TestSupport
import Testing

/// What was saved is there after the process is gone, field by field.
@Suite("Reopening")
struct ReopeningTests {
    private func reopened(_ kind: StoreKind) throws -> OpenShop {
        let open = try OpenShop(kind.fixture(), holding: Sample.batch)
        try open.reopen()
        return open
    }

    @Test("what decisions need comes back as it was", arguments: StoreKind.available)
    func residents(kind: StoreKind) throws {
        let open = try reopened(kind)
        let residents = try open.store.residents()
        #expect(residents.clockMark == Sample.now)
        #expect(residents.lastID == 40)
        #expect(residents.positions == [Sample.tenant.id: 2])
        #expect(
            residents.keys
                == Dictionary(
                    uniqueKeysWithValues: Sample.keys.map { ($0.digest, $0) }))
        let shop = try #require(residents.shops[Sample.tenant.id])
        #expect(shop.tenant == Sample.tenant)
        #expect(shop.settings == Sample.settings)
        #expect(shop.policies == Sample.policies)
        #expect(shop.locations == [Sample.main, Sample.other])
        #expect(shop.item("SHIRT-M") == Sample.item.id)
        #expect(shop.reservation(Sample.open.id) == Sample.open)
        #expect(shop.openReservationCount == 1)
        let kit = try #require(shop.stock(Sample.kit.id))
        #expect(kit.item == Sample.kit && kit.backordered == Sample.line.backordered)
        let stock = try #require(shop.stock(Sample.item.id))
        #expect(stock.item == Sample.item)
        #expect(
            stock.levels == [
                StockLevel(location: Sample.main.id, quantities: Sample.quantities)
            ])
        #expect(stock.usage(of: Channel("showroom")).promised == 4)
    }

    @Test("what is loaded by name comes back as it was", arguments: StoreKind.available)
    func loaded(kind: StoreKind) throws {
        let open = try reopened(kind)
        let loaded = try open.store.load(
            Needs(
                reservations: [Sample.ended.id, Sample.open.id, .fixture(99)],
                profiles: [Sample.item.id, .fixture(98)]), of: Sample.tenant.id)
        #expect(loaded.reservations == [Sample.open, Sample.ended])
        #expect(loaded.profiles == [Sample.item.id: Sample.profile])
    }

    @Test("a stranger is loaded nothing", arguments: StoreKind.available)
    func stranger(kind: StoreKind) throws {
        let open = try reopened(kind)
        let loaded = try open.store.load(
            Needs(reservations: [Sample.open.id], profiles: [Sample.item.id]), of: .fixture(2))
        #expect(loaded.reservations.isEmpty && loaded.profiles.isEmpty)
    }

    @Test("what lists show comes back as it was", arguments: StoreKind.available)
    func lists(kind: StoreKind) throws {
        let open = try reopened(kind)
        let order = PageOrder<Int64>(after: nil, limit: 10)
        let tenant = Sample.tenant.id
        let movements = try open.read {
            try MovementQueries.page(MovementFilter(), order, of: tenant, in: $0)
        }
        #expect(movements.map(\.movement) == [Sample.movement])
        #expect(movements.map(\.sku) == ["SHIRT-M"])
        let events = try open.read {
            try EventQueries.page(after: 0, limit: 10, of: tenant, in: $0).entries
        }
        #expect(events.map(\.entry) == Sample.entries)
        #expect(events.map(\.position) == [1, 2])
        let reservations = try open.read {
            try ReservationQueries.page(
                ReservationFilter(), order, of: tenant, now: Sample.now, in: $0)
        }
        #expect(reservations == [Sample.open, Sample.ended])
        let item = try open.read { try ItemQueries.one("SHIRT-M", of: tenant, in: $0) }
        #expect(item?.item == Sample.item && item?.profile == Sample.profile)
        let transfers = try open.read { try TransferQueries.page(order, of: tenant, in: $0) }
        #expect(transfers == [Sample.transfer])
        let keys = try open.read { try KeyQueries.page(order, of: tenant, in: $0) }
        #expect(keys == Sample.keys)
    }

    @Test(
        "what was edited comes back as edited, and what was deleted does not",
        arguments: StoreKind.available)
    func edited(kind: StoreKind) throws {
        let open = try reopened(kind)
        let location = Location(
            id: Sample.main.id, code: "front", name: "Front", priority: 8, channels: nil,
            address: nil, isActive: false, version: 4)
        var profile = Sample.profile
        profile.title = "Blouse"
        profile.options = []
        profile.barcode = nil
        profile.price = Money(amount: 5, currency: "SEK")
        profile.cost = Money(amount: 9, currency: "NOK")
        profile.imageURL = nil
        profile.updatedAt = Timestamp(milliseconds: 99)
        let item = Item(id: Sample.item.id, sku: "BLOUSE", version: 7)
        var changes = Changes(tenant: Sample.tenant.id, at: Sample.now, lastID: 41)
        changes.catalog = [
            .location(location, isNew: false), .item(item, profile, isNew: false),
            .itemDeleted(Sample.kit.id), .keyDeleted(Sample.keys[1].id),
        ]
        let tenant = TenantBatch(changes: changes, firstPosition: 3, entries: [])
        try open.store.save(Batch(at: Sample.now, tenants: [tenant]))
        let residents = try open.store.residents()
        let shop = try #require(residents.shops[Sample.tenant.id])
        #expect(shop.location(location.id) == location)
        #expect(shop.stock(item.id)?.item == item)
        #expect(shop.stock(Sample.kit.id) == nil)
        #expect(residents.keys.values.map(\.id) == [Sample.keys[0].id])
        let loaded = try open.store.load(Needs(profiles: [item.id]), of: Sample.tenant.id)
        #expect(loaded.profiles == [item.id: profile])
    }

    @Test("a reservation that went on comes back as it is now", arguments: StoreKind.available)
    func changed(kind: StoreKind) throws {
        let open = try reopened(kind)
        let before = Sample.open
        let after = Reservation(
            id: before.id, state: .committed, kind: .checkout, holder: before.holder,
            isSession: true, channel: before.channel,
            lines: [ReservationLine(item: Sample.item.id, quantity: 1, requested: 1, sources: [])],
            createdAt: before.createdAt, expiresAt: Timestamp(milliseconds: 90),
            endedAt: Timestamp(milliseconds: 91), order: "order-2", replaces: before.replaces,
            replacedBy: .fixture(50), metadata: before.metadata, version: 10)
        var changes = Changes(tenant: Sample.tenant.id, at: Sample.now, lastID: 41)
        changes.reservations = [.init(after, isNew: false)]
        let tenant = TenantBatch(changes: changes, firstPosition: 3, entries: [])
        try open.store.save(Batch(at: Sample.now, tenants: [tenant]))
        let loaded = try open.store.load(Needs(reservations: [after.id]), of: Sample.tenant.id)
        #expect(loaded.reservations == [after])
        #expect(try open.store.residents().shops[Sample.tenant.id]?.openReservationCount == 0)
    }

    @Test("a clock that was set back does not set the mark back", arguments: StoreKind.available)
    func mark(kind: StoreKind) throws {
        let open = try reopened(kind)
        try open.store.save(Batch(at: Timestamp(milliseconds: Sample.now.milliseconds - 1)))
        #expect(try open.store.residents().clockMark == Sample.now)
    }
}
