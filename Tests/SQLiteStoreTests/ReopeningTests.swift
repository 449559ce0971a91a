import Domain
import SQLiteStore
import Store
import TestSupport
import Testing

/// What was saved is there after the process is gone, field by field.
@Suite("Reopening")
struct ReopeningTests {
    private let folder: TemporaryDirectory
    private let store: SQLiteStore

    init() throws {
        folder = try TemporaryDirectory()
        try SQLiteStore(directory: folder.path).save(Sample.batch)
        store = try SQLiteStore(directory: folder.path)
    }

    @Test("what decisions need comes back as it was")
    func residents() throws {
        let residents = try store.residents()
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

    @Test("what is loaded by name comes back as it was")
    func loaded() throws {
        let loaded = try store.load(
            Needs(
                reservations: [Sample.ended.id, Sample.open.id, .fixture(99)],
                profiles: [Sample.item.id, .fixture(98)]), of: Sample.tenant.id)
        #expect(loaded.reservations == [Sample.open, Sample.ended])
        #expect(loaded.profiles == [Sample.item.id: Sample.profile])
    }

    @Test("a stranger is loaded nothing")
    func stranger() throws {
        let loaded = try store.load(
            Needs(reservations: [Sample.open.id], profiles: [Sample.item.id]), of: .fixture(2))
        #expect(loaded.reservations.isEmpty && loaded.profiles.isEmpty)
    }

    @Test("what lists show comes back as it was")
    func lists() throws {
        let order = PageOrder<Int64>(after: nil, limit: 10)
        let tenant = Sample.tenant.id
        let reader = try store.makeReader(connections: 1)
        let movements = try reader.read {
            try MovementQueries.page(MovementFilter(), order, of: tenant, in: $0)
        }
        #expect(movements.map(\.movement) == [Sample.movement])
        #expect(movements.map(\.sku) == ["SHIRT-M"])
        let events = try reader.read {
            try EventQueries.page(after: 0, limit: 10, of: tenant, in: $0).entries
        }
        #expect(events.map(\.entry) == Sample.entries)
        #expect(events.map(\.position) == [1, 2])
        let reservations = try reader.read {
            try ReservationQueries.page(
                ReservationFilter(), order, of: tenant, now: Sample.now, in: $0)
        }
        #expect(reservations == [Sample.open, Sample.ended])
        let item = try reader.read { try ItemQueries.one("SHIRT-M", of: tenant, in: $0) }
        #expect(item?.item == Sample.item && item?.profile == Sample.profile)
        let transfers = try reader.read { try TransferQueries.page(order, of: tenant, in: $0) }
        #expect(transfers == [Sample.transfer])
        let keys = try reader.read { try KeyQueries.page(order, of: tenant, in: $0) }
        #expect(keys == Sample.keys)
    }

    @Test("the secret is made once")
    func secret() throws {
        let folder = try TemporaryDirectory()
        let first = try SQLiteStore(directory: folder.path).secret
        #expect(first.count == 16)
        #expect(try SQLiteStore(directory: folder.path).secret == first)
        #expect(store.secret != first)
    }

    @Test("a clock that was set back does not set the mark back")
    func mark() throws {
        try store.save(Batch(at: Timestamp(milliseconds: Sample.now.milliseconds - 1)))
        #expect(try store.residents().clockMark == Sample.now)
    }
}
