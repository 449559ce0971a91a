public import Domain

extension SeededGenerator {
    /// Any changes that the types allow, of every kind; `id` is the first id that they make.
    public mutating func changes(id: Int64 = 100) -> Changes {
        var changes = Changes(
            tenant: .fixture(number(1...9)), at: ManualClock.start, lastID: pick([0, id, .max]))
        changes.stocks = (0..<number(0...3)).map { _ in stock() }
        changes.reservations = (0..<number(0...3)).map { offset in
            Changes.ChangedReservation(reservation(id: id + offset), isNew: chance(50))
        }
        changes.catalog = (0..<number(0...3)).map { _ in catalogChange() }
        return changes
    }

    public mutating func stock() -> ItemStock {
        ItemStock(
            item: item(), levels: (0..<number(0...3)).map { _ in level() },
            usage: (0..<number(0...3)).map { _ in
                ChannelUsage(
                    channel: channel(), promised: number(-5...1_000), abandoned: number(-5...5))
            }, backordered: pick([0, number(0...99), -1, Quantities.maximum]))
    }

    public mutating func catalogChange() -> CatalogChange {
        switch number(1...9) {
        case 1: .item(item(), profile(), isNew: chance(50))
        case 2: .itemDeleted(.fixture(number(1...99)))
        case 3: .location(location(), isNew: chance(50))
        case 4: .settings(settings())
        case 5: .policies((0..<number(0...3)).map { _ in policy() })
        case 6: .tenant(tenant(), location(), (0..<number(0...2)).map { _ in key() })
        case 7: .key(key())
        case 8: .keyDeleted(.fixture(number(1...99)))
        default: .transfer(transfer())
        }
    }

    // MARK: Of the catalog

    private mutating func item() -> Item {
        Item(
            id: .fixture(number(1...99)), sku: text(), productID: textIfAny(),
            category: textIfAny(), lowStockThreshold: pick([nil, 0, number(0...99)]),
            backorder: pick([.deny, .allow(limit: nil), .allow(limit: number(0...99))]),
            components: (0..<number(0...2)).map { _ in
                Item.Component(item: .fixture(number(1...99)), quantity: number(1...9))
            }, isActive: chance(50), version: number(1...(1 << 40)))
    }

    private mutating func profile() -> ItemProfile {
        ItemProfile(
            title: text(),
            options: (0..<number(0...2)).map { _ in .init(name: text(), value: text()) },
            barcode: textIfAny(), price: money(), cost: money(), imageURL: textIfAny(),
            createdAt: time(), updatedAt: time())
    }

    private mutating func location() -> Location {
        Location(
            id: .fixture(number(1...99)), code: text(), name: text(), priority: number(-9...999),
            channels: pick([nil, [], [.online, channel()]]), address: textIfAny(),
            isActive: chance(50), version: number(1...99))
    }

    private mutating func settings() -> Settings {
        var settings = Settings(
            holderLimit: pick([nil, 1, 99]), displayCap: pick([nil, 0, 5]),
            deduction: pick([.now, .onShipment]), lowStockThreshold: number(0...9),
            sourceSelection: pick([.fewestParcels, .priority]), currency: text(),
            timeZone: text(), version: number(1...9))
        settings.ttlSeconds.cart = number(1...3_600)
        settings.ttlSeconds.checkout = number(1...3_600)
        settings.ttlSeconds.abandonedCart = number(1...3_600)
        settings.ttlSeconds.order = pick([nil, 60])
        return settings
    }

    private mutating func policy() -> AllocationPolicy {
        AllocationPolicy(
            channel: channel(), sku: textIfAny(), category: textIfAny(),
            share: pick([.one, .fourFifths]),
            buffer: pick([nil, Fraction(millionths: number(0...1_000_000))]))
    }

    private mutating func tenant() -> TenantRecord {
        TenantRecord(
            id: .fixture(number(1...99)), name: text(), plan: pick([.free, .pro, .premium]),
            createdAt: time())
    }

    private mutating func key() -> APIKey {
        APIKey(
            id: .fixture(Int64(next() >> 1)), tenant: .fixture(number(1...9)), name: text(),
            kind: pick([.secret, .publishable, .root]),
            digest: (0..<32).map { _ in UInt8(truncatingIfNeeded: next()) }, prefix: text(),
            scopes: pick([[], ["stock:read", "stock:write"]]),
            allowedOrigins: pick([[], [text()]]), createdAt: time(),
            expiresAt: chance(50) ? time() : nil)
    }

    private mutating func transfer() -> Transfer {
        Transfer(
            id: .fixture(number(1...99)), from: .fixture(number(1...9)), to: .fixture(3),
            state: .done,
            lines: (0..<number(0...3)).map { _ in
                Transfer.Line(
                    item: .fixture(number(1...99)), quantity: number(0...99),
                    received: number(0...99), damaged: number(0...99))
            }, reference: textIfAny(), createdAt: time())
    }

    // MARK: Parts

    private mutating func level() -> StockLevel {
        var quantities = Quantities(
            onHand: units(), reserved: units(), committed: units(), unavailable: units(),
            incoming: units(), safetyStock: units())
        quantities.soft = units()
        return StockLevel(location: .fixture(number(1...9)), quantities: quantities)
    }

    /// Composed and decomposed, which are two.
    private mutating func channel() -> Channel {
        pick([.online, Channel("caf\u{E9}"), Channel("cafe\u{301}"), Channel("")])
    }

    private mutating func text() -> String { pick(["", "a", "Größe\n", "\u{0}", "x \(next())"]) }

    private mutating func textIfAny() -> String? { chance(50) ? text() : nil }

    private mutating func money() -> Money? {
        chance(50) ? Money(amount: number(-9...9_999), currency: "EUR") : nil
    }
}
