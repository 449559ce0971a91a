import Domain
import Store
import Testing
import TestSupport

/// What is saved is what comes back after the database was closed and opened again.
@Suite("Saved and read back")
struct RoundTripTests {
    @Test(
        "a key that was deleted, and a location that was edited, come back as they are now",
        arguments: StoreKind.available)
    func edited(kind: StoreKind) throws {
        let open = try OpenShop(kind)
        let key = APIKey(
            id: .fixture(4), tenant: OpenShop.tenant.id, name: "shop", kind: .secret,
            digest: [1], prefix: "hfs", scopes: [], createdAt: OpenShop.start)
        try open.save { $0.catalog = [.key(key)] }
        var main = Location.fixture(id: OpenShop.main)
        main.name = "Warehouse"
        main.channels = []
        main.version = 2
        try open.save { $0.catalog = [.keyDeleted(key.id), .location(main, isNew: false)] }
        try open.reopen()
        #expect(try open.store.residents().keys == [:])
        #expect(try open.shop()?.locations == [main])
    }

    @Test(
        "an item comes back with its levels, and its text on demand",
        arguments: StoreKind.available,
        [
            (BackorderPolicy.deny, nil as Money?),
            (.allow(limit: nil), Money(amount: 0, currency: "EUR")),
            (.allow(limit: 7), Money(amount: 1_999, currency: "EUR")),
        ])
    func item(kind: StoreKind, sample: (BackorderPolicy, Money?)) throws {
        let (backorder, price) = sample
        let open = try OpenShop(kind)
        let item = Item(
            id: .fixture(10), sku: "Ä-1", productID: "shirt", category: "shirts",
            lowStockThreshold: 0, backorder: backorder,
            components: [.init(item: .fixture(11), quantity: 2)], isActive: false, version: 3)
        let profile = ItemProfile(
            title: "Shirt, \"blue\"",
            options: [.init(name: "size", value: ""), .init(name: "", value: "b=c")],
            barcode: "4006381333931", price: price, cost: nil,
            imageURL: "https://a.example/1.png", createdAt: OpenShop.start,
            updatedAt: .start(plus: 5))
        var quantities = Quantities(
            onHand: Quantities.maximum, reserved: 4, committed: 3, unavailable: 2, incoming: 1,
            safetyStock: 9)
        quantities.soft = 4
        try open.save {
            $0.catalog = [
                .location(.fixture(id: .fixture(3), code: "b"), isNew: true),
                .item(item, profile, isNew: true),
            ]
            $0.levels = [
                .init(item: item.id, location: .fixture(3), quantities: Quantities(onHand: 1)),
                .init(item: item.id, location: OpenShop.main, quantities: quantities),
            ]
        }
        try open.reopen()
        let stock = try #require(try open.shop()?.stock(item.id))
        #expect(stock.item == item)
        #expect(
            stock.levels == [
                StockLevel(location: OpenShop.main, quantities: quantities),
                StockLevel(location: .fixture(3), quantities: Quantities(onHand: 1)),
            ])
        let loaded = try open.store.load(Needs(profiles: [item.id]), of: OpenShop.tenant.id)
        #expect(loaded.profiles == [item.id: profile])
    }

    @Test(
        "levels between items that are gone stay with their own item",
        arguments: StoreKind.available)
    func deletedItems(kind: StoreKind) throws {
        let open = try OpenShop(kind)
        let items = (10...14).map { Item.fixture(id: .fixture($0), sku: "P\($0)") }
        try open.save { changes in
            for item in items {
                changes.catalog.append(.item(item, ItemProfile(title: ""), isNew: true))
                changes.levels.append(
                    .init(
                        item: item.id, location: OpenShop.main,
                        quantities: Quantities(onHand: item.id.rawValue)))
            }
        }
        try open.save { $0.catalog = [10, 12, 14].map { .itemDeleted(.fixture($0)) } }
        // A sku may be used again by another item, once its first owner is gone.
        try open.save {
            $0.catalog = [
                .item(.fixture(id: .fixture(15), sku: "P10"), ItemProfile(title: ""), isNew: true)
            ]
        }
        let shop = try #require(try open.shop())
        #expect(shop.itemCount == 3)
        #expect(shop.stock(.fixture(11))?.quantities(at: OpenShop.main).onHand == 11)
        #expect(shop.stock(.fixture(13))?.quantities(at: OpenShop.main).onHand == 13)
        #expect(shop.stock(.fixture(15))?.levels == [])
        #expect(shop.item("P10") == .fixture(15))
    }

    @Test(
        "a reservation comes back field by field, whatever it is", arguments: StoreKind.available,
        0..<UInt64(60))
    func reservation(kind: StoreKind, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let open = try OpenShop(kind)
        let first = random.reservation(id: 100)
        try open.save { $0.reservations = [.init(first, isNew: true)] }
        #expect(try open.reservation(first.id) == first)
        let later = random.reservation(id: 100, keeping: first)
        try open.save { $0.reservations = [.init(later, isNew: false)] }
        try open.reopen()
        #expect(try open.reservation(first.id) == later)
        #expect(try open.shop()?.reservation(first.id) == (later.isOpen ? later : nil))
        let channel = later.channel
        #expect(
            try open.integers("SELECT is_open FROM reservation") == [later.isOpen ? 1 : 0],
            "of channel \(channel.name)")
    }

    @Test(
        "a batch of any number of reservations and levels comes back whole",
        arguments: StoreKind.available, [1, 7, 8, 9, 16, 23])
    func anyNumber(kind: StoreKind, count: Int) throws {
        var random = SeededGenerator(seed: UInt64(count))
        let open = try OpenShop(kind)
        let reservations = (0..<Int64(count)).map { random.reservation(id: 100 + $0) }
        let items = (0..<Int64(count)).map { Item.fixture(id: .fixture(500 + $0), sku: "S\($0)") }
        try open.save { changes in
            changes.reservations = reservations.map { .init($0, isNew: true) }
            changes.catalog = items.map { .item($0, ItemProfile(title: ""), isNew: true) }
            changes.levels = items.map { item in
                let quantities = Quantities(onHand: item.id.rawValue)
                return .init(item: item.id, location: OpenShop.main, quantities: quantities)
            }
        }
        try open.reopen()
        for reservation in reservations {
            #expect(try open.reservation(reservation.id) == reservation)
        }
        let shop = try #require(try open.shop())
        for item in items {
            let quantities = shop.stock(item.id)?.quantities(at: OpenShop.main)
            #expect(quantities == Quantities(onHand: item.id.rawValue))
        }
    }

    @Test("an update touches the one reservation that it names", arguments: StoreKind.available)
    func updateIsPrecise(kind: StoreKind) throws {
        let open = try OpenShop(kind)
        try open.save {
            $0.reservations = (100...102).map { .init(.fixture($0), isNew: true) }
        }
        let released = Reservation.fixture(101, state: .released, endedAt: OpenShop.start)
        try open.save { $0.reservations = [.init(released, isNew: false)] }
        #expect(try open.reservation(.fixture(100))?.state == .active)
        #expect(try open.reservation(.fixture(101)) == released)
        #expect(try open.reservation(.fixture(102))?.state == .active)
    }

    @Test("a movement keeps every quantity and why it changed", arguments: StoreKind.available)
    func movement(kind: StoreKind) throws {
        let open = try OpenShop(kind)
        let movements = [
            Movement(
                id: .fixture(7), item: .fixture(10), location: OpenShop.main,
                change: Delta(
                    onHand: -1, reserved: 2, committed: -3, unavailable: 4, incoming: -5,
                    safetyStock: 6),
                reason: .shipped, reference: "DN 1", actor: .key(.fixture(9)),
                reservation: .fixture(8), order: "o-1", at: OpenShop.start),
            Movement(
                id: .fixture(8), item: .fixture(10), location: OpenShop.main, change: .zero,
                reason: .expired, reference: nil, actor: .engine, reservation: nil, order: nil,
                at: .start(plus: 1)),
        ]
        try open.save { $0.movements = movements }
        let rows = try open.read { snapshot in
            try snapshot.rows(Self.movements, [])
        }
        let values: [[SQLValue]] = try rows.map { row in
            try (0..<16).map { row.isNull($0) ? .null : try value(row, $0) }
        }
        #expect(values.count == 2)
        #expect(
            values.first == [
                .integer(1), .integer(7), .integer(10), .integer(2), .integer(-1), .integer(2),
                .integer(-3), .integer(4), .integer(-5), .integer(6), .integer(106),
                .text("DN 1"), .integer(9), .integer(8), .text("o-1"),
                .integer(OpenShop.start.milliseconds),
            ])
        #expect(values.last?[10...14] == [.integer(102), .null, .integer(0), .null, .null])
    }

    private static let movements = """
        SELECT tenant_id, id, item_id, location_id, on_hand, reserved, committed, unavailable,
               incoming, safety_stock, reason, reference, actor, reservation_id, order_id,
               created_at
          FROM movement
         ORDER BY id
        """

    private func value(_ row: Row, _ column: Int) throws -> SQLValue {
        if let number = try? row.integer(column) { return .integer(number) }
        return .text(try row.text(column))
    }
}
