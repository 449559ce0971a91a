public import Domain
public import Store
import TestSupport

/// A shop in which no field has its usual value, so that one that is not kept shows.
public enum Sample {
    public static let now = ManualClock.start
    public static let tenant = TenantRecord(
        id: .fixture(1), name: "Grüße & Co", plan: .pro, createdAt: Timestamp(milliseconds: 17))
    public static let main = Location(
        id: .fixture(2), code: "main", name: "Main", priority: 7,
        channels: [.online, Channel("showroom")], address: "Street 1\nTown", version: 3)
    public static let other = Location(
        id: .fixture(3), code: "other", name: "Other", isActive: false)
    public static let keys = [
        APIKey(
            id: .fixture(4), tenant: tenant.id, name: "root", kind: .root, digest: [1, 2, 3],
            prefix: "hf_sk_1", scopes: [], createdAt: Timestamp(milliseconds: 18)),
        APIKey(
            id: .fixture(5), tenant: tenant.id, name: "shop", kind: .publishable,
            digest: [4, 5, 6], prefix: "hf_pk_1", scopes: ["stock:read", "stock:write"],
            allowedOrigins: ["https://a.example", "https://b.example"],
            createdAt: Timestamp(milliseconds: 19), expiresAt: Timestamp(milliseconds: 20)),
    ]
    public static let item = Item(
        id: .fixture(10), sku: "SHIRT-M", productID: "SHIRT", category: "tops",
        lowStockThreshold: 4, backorder: .allow(limit: 9), isActive: false, version: 6)
    public static let kit = Item(
        id: .fixture(11), sku: "SET", backorder: .allow(limit: nil),
        components: [.init(item: item.id, quantity: 2), .init(item: .fixture(12), quantity: 1)])
    public static let profile = ItemProfile(
        title: "Shirt, 100% \"cotton\"",
        options: [.init(name: "size", value: "M"), .init(name: "color", value: "")],
        barcode: "4006381333931", price: Money(amount: 1_999, currency: "EUR"),
        cost: Money(amount: -1, currency: "USD"), imageURL: "https://a.example/i.png",
        createdAt: Timestamp(milliseconds: 21), updatedAt: Timestamp(milliseconds: 22))
    public static let policies = [
        AllocationPolicy(
            channel: Channel("showroom"), sku: "SHIRT-M", share: .fourFifths,
            buffer: Fraction(millionths: 50_000)),
        AllocationPolicy(channel: .online, category: "tops", share: .one),
    ]

    public static var settings: Settings {
        var ttl = Settings.TimesToLive()
        ttl.cart = 61
        ttl.checkout = 62
        ttl.abandonedCart = 63
        ttl.order = 64
        return Settings(
            ttlSeconds: ttl, holderLimit: 5, displayCap: 6, deduction: .now,
            lowStockThreshold: 7, sourceSelection: .priority, currency: "CHF",
            timeZone: "Europe/Zurich", version: 8)
    }

    public static var quantities: Quantities {
        var quantities = Quantities(
            onHand: 100, reserved: 20, committed: 10, unavailable: 5, incoming: 3, safetyStock: 2)
        quantities.soft = 4
        return quantities
    }

    public static var line: ReservationLine {
        var line = ReservationLine(
            item: kit.id, quantity: 6, requested: 8, backordered: 1,
            sources: [
                .init(item: item.id, location: main.id, units: 4, shipped: 2),
                .init(item: .fixture(12), location: other.id, units: 3),
            ], parts: kit.components)
        line.committed = 2
        line.shipped = 1
        line.short = 1
        line.cancelled = 1
        return line
    }

    /// Open, in each field something.
    public static let open = Reservation(
        id: .fixture(20), state: .committed, kind: .order, holder: "holder ✓", isSession: true,
        channel: Channel("showroom"), lines: [line], createdAt: Timestamp(milliseconds: 23),
        expiresAt: Timestamp(milliseconds: 24), cartBegan: Timestamp(milliseconds: 22),
        endedAt: Timestamp(milliseconds: 25),
        order: "order-1", replaces: .fixture(18), replacedBy: .fixture(19),
        metadata: Array(#"{"a":1}"#.utf8), version: 9)
    /// Ended, with nothing where nothing may be.
    public static let ended = Reservation(
        id: .fixture(21), state: .released, kind: .cart, holder: nil, channel: .online,
        lines: [], createdAt: Timestamp(milliseconds: 26), expiresAt: nil)

    public static let movement = Movement(
        id: .fixture(30), item: item.id, location: main.id,
        change: Delta(
            onHand: 100, reserved: 20, committed: 10, unavailable: 5, incoming: 3,
            safetyStock: 2),
        reason: .supplierSync, reference: "note 7", actor: .key(keys[0].id),
        reservation: open.id, order: "order-1", at: Timestamp(milliseconds: 27))
    public static let transfer = Transfer(
        id: .fixture(31), from: main.id, to: other.id, state: .done,
        lines: [.init(item: item.id, quantity: 5, received: 4, damaged: 1)],
        reference: "lorry", createdAt: Timestamp(milliseconds: 28))
    public static let entries = [
        LogEntry(type: "stock.changed", body: Array(#"{"position":1,"t":"a\tb"}"#.utf8)),
        LogEntry(type: "stock.out", body: Array(#"{"position":2}"#.utf8)),
    ]

    /// All of it in one batch.
    public static var batch: Batch {
        var changes = Changes(tenant: tenant.id, at: now, lastID: 40)
        changes.catalog = [
            .tenant(tenant, main, keys), .location(other, isNew: true), .settings(settings),
            .policies(policies), .item(item, profile, isNew: true),
            .item(kit, ItemProfile(title: "Set"), isNew: true), .transfer(transfer),
        ]
        changes.levels = [.init(item: item.id, location: main.id, quantities: quantities)]
        changes.reservations = [.init(open, isNew: true), .init(ended, isNew: true)]
        changes.movements = [movement]
        return Batch(
            at: now,
            tenants: [TenantBatch(changes: changes, firstPosition: 1, entries: entries)])
    }

    /// Stock of the item, `reserved` of it promised.
    public static func level(reserved: Int64) -> Batch {
        var changes = Changes(tenant: tenant.id, at: now, lastID: 41)
        changes.levels = [
            .init(
                item: item.id, location: main.id,
                quantities: Quantities(onHand: 10, reserved: reserved))
        ]
        return Batch(
            at: now,
            tenants: [TenantBatch(changes: changes, firstPosition: 3, entries: [entries[1]])])
    }

    public static func answer(
        _ number: UInt64, at time: Timestamp, body: String = "{}"
    ) -> KeptAnswer {
        KeptAnswer(
            key: KeyDigest(high: number, low: ~number), fingerprint: number &* 31,
            answer: Answer(
                status: 201, body: Array(body.utf8), location: "/v1/reservations/\(number)",
                version: 1),
            at: time)
    }
}
