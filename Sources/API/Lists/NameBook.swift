internal import Domain
internal import Engine
internal import Store

/// The names of what one list speaks of, taken out of memory once; what was deleted since is
/// looked up in the database.
struct NameBook: Names {
    private var skus: [ID<Item>: String] = [:]
    private var codes: [ID<Location>: String] = [:]

    init(of items: some Sequence<ID<Item>>, _ context: ReadContext) throws {
        let wanted = Set(items)
        let tenant = context.tenant
        (skus, codes) = context.services.engine.read { residents, _ in
            Self.names(of: wanted, in: residents.shops[tenant])
        }
        for item in wanted where skus[item] == nil {
            skus[item] = try NameQueries.sku(of: item, tenant: tenant, in: context.snapshot)
        }
    }

    /// Names that a row brought along.
    init(_ record: MovementRecord) {
        skus = [record.movement.item: record.sku]
        codes = [record.movement.location: record.location]
    }

    func sku(of item: ID<Item>) -> String { skus[item] ?? "" }

    func productID(of item: ID<Item>) -> String? { nil }

    func code(of location: ID<Location>) -> String { codes[location] ?? "" }

    private static func names(
        of items: Set<ID<Item>>, in shop: Shop?
    ) -> ([ID<Item>: String], [ID<Location>: String]) {
        guard let shop else { return ([:], [:]) }
        var skus: [ID<Item>: String] = [:]
        for item in items { skus[item] = shop.stock(item)?.item.sku }
        let codes = Dictionary(
            shop.locations.map { ($0.id, $0.code) }, uniquingKeysWith: { first, _ in first })
        return (skus, codes)
    }
}

extension Reservation {
    /// The items that its lines and their sources name.
    var items: [ID<Item>] {
        lines.flatMap { line in [line.item] + line.sources.map(\.item) }
    }

    /// As it is now: past its expiry it is expired, and reads the same booked or not.
    func asOf(_ now: Timestamp) -> Reservation {
        guard state == .active, hasExpired(at: now) else { return self }
        return Reservation(
            id: id, state: .expired, kind: kind, holder: holder, isSession: isSession,
            channel: channel, lines: lines, createdAt: createdAt,
            expiresAt: expiresAt, endedAt: expiresAt, order: order, replaces: replaces,
            replacedBy: replacedBy, metadata: metadata, version: version(at: now))
    }
}
