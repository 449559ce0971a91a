public import Domain
public import Store

extension ID {
    /// The `number`-th of its kind.
    public static func fixture(_ number: Int64) -> ID { ID(rawValue: number) }
}

extension TenantRecord {
    public static func fixture(
        id: ID<Tenant> = .fixture(1), plan: Plan = .premium
    ) -> TenantRecord {
        TenantRecord(id: id, name: "Shop", plan: plan, createdAt: ManualClock.start)
    }
}

extension Location {
    public static func fixture(
        id: ID<Location> = .fixture(1), code: String = Location.mainCode,
        priority: Int64 = 100, channels: [Channel]? = nil, isActive: Bool = true
    ) -> Location {
        Location(
            id: id, code: code, name: code, priority: priority, channels: channels,
            isActive: isActive)
    }
}

extension Item {
    public static func fixture(
        id: ID<Item> = .fixture(1), sku: String = "P", backorder: BackorderPolicy = .deny,
        components: [Component] = []
    ) -> Item {
        Item(id: id, sku: sku, backorder: backorder, components: components)
    }
}

extension ItemRequest {
    public static func fixture(
        productID: String? = nil, backorder: BackorderPolicy = .deny,
        components: [KitPart] = [], isActive: Bool = true
    ) -> ItemRequest {
        ItemRequest(
            profile: ItemProfile(title: "A thing"), productID: productID, backorder: backorder,
            components: components, isActive: isActive)
    }
}

extension ReserveRequest {
    /// A checkout of so many units of each sku.
    public static func fixture(
        _ lines: [(sku: String, quantity: Int64)], holder: String? = nil,
        kind: Reservation.Kind = .checkout, channel: Channel = .online,
        ttlSeconds: Int64? = nil, mode: Mode = .all
    ) -> ReserveRequest {
        ReserveRequest(
            lines: lines.map { Line(sku: $0.sku, quantity: $0.quantity) }, holder: holder,
            kind: kind, channel: channel, ttlSeconds: ttlSeconds, mode: mode)
    }
}

extension AdjustRequest {
    /// One line.
    public static func fixture(
        _ sku: String, _ amount: Amount, at location: String? = nil,
        quantity: Quantity = .onHand, expected: Int64? = nil,
        reason: Movement.Reason = .counted
    ) -> AdjustRequest {
        AdjustRequest(
            lines: [
                Line(
                    sku: sku, location: location.map { .code($0) }, amount: amount,
                    quantity: quantity, expected: expected)
            ],
            reason: reason)
    }
}

extension TenantBatch {
    /// A tenant with its location `main`, as the first start writes it.
    public static func firstStart(_ tenant: TenantRecord, main: ID<Location>) -> TenantBatch {
        var changes = Changes(
            tenant: tenant.id, at: tenant.createdAt, lastID: max(tenant.id.rawValue, main.rawValue))
        changes.catalog = [.tenant(tenant, .fixture(id: main), [])]
        return TenantBatch(changes: changes, firstPosition: 1, entries: [])
    }
}
