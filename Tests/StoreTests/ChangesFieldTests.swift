import Domain
import TestSupport
import Testing

/// The compiler tells of a new kind of change; of a new field it cannot, so this does.
@Suite("Fields of changes that travel")
struct ChangesFieldTests {
    /// The fields of a value, by the names of their properties.
    private static func fields(_ value: some Any) -> [String] {
        Mirror(reflecting: value).children.map { $0.label ?? "" }
    }

    @Test("a field that is new in what travels is noticed here, and added there")
    func complete() {
        let changes = Changes(tenant: .fixture(1), at: ManualClock.start, lastID: 0)
        let expected = [
            "tenant at lastID stocks levels reservations movements events catalog",
            "item levels usage backordered", "location quantities",
            "onHand reserved committed unavailable incoming safetyStock soft",
            "channel promised abandoned", "reservation isNew",
            "id state kind holder isSession channel lines createdAt expiresAt cartBegan endedAt"
                + " order replaces replacedBy metadata version",
            "item quantity requested committed shipped short backordered cancelled sources parts",
            "item location units shipped", "item quantity",
            "id sku productID category lowStockThreshold backorder components isActive version",
            "title options barcode price cost imageURL createdAt updatedAt", "name value",
            "amount currency", "id code name priority channels address isActive version",
            "ttlSeconds holderLimit displayCap deduction lowStockThreshold sourceSelection"
                + " currency timeZone version",
            "cart checkout abandonedCart order", "channel sku category share buffer",
            "id name plan createdAt",
            "id tenant name kind digest prefix scopes allowedOrigins createdAt expiresAt",
            "id from to state lines reference createdAt", "item quantity received damaged",
        ]
        let reservation = Reservation(
            id: .fixture(1), kind: .cart, holder: nil, channel: .online, lines: [],
            createdAt: ManualClock.start, expiresAt: nil)
        let line = ReservationLine(item: .fixture(1), quantity: 1, requested: 1, sources: [])
        let values: [Any] = [
            changes, ItemStock(item: .fixture()),
            StockLevel(location: .fixture(1), quantities: .zero), Quantities.zero,
            ChannelUsage(channel: .online),
            Changes.ChangedReservation(reservation, isNew: true), reservation, line,
            ReservationLine.Source(item: .fixture(1), location: .fixture(1), units: 1),
            Item.Component(item: .fixture(1), quantity: 1), Item.fixture(),
            ItemProfile(title: ""), ItemProfile.Option(name: "", value: ""),
            Money(amount: 1, currency: ""), Location.fixture(), Settings(),
            Settings.TimesToLive(), AllocationPolicy(channel: .online, share: .one),
            TenantRecord.fixture(),
            APIKey(
                id: .fixture(1), tenant: .fixture(1), name: "", kind: .root, digest: [],
                prefix: "", scopes: [], createdAt: ManualClock.start),
            Transfer(
                id: .fixture(1), from: .fixture(1), to: .fixture(1), state: .done, lines: [],
                reference: nil, createdAt: ManualClock.start),
            Transfer.Line(item: .fixture(1), quantity: 1, received: 1, damaged: 1),
        ]
        #expect(values.map { Self.fields($0).joined(separator: " ") } == expected)
    }
}
