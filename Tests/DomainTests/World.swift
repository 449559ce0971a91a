import Domain
import TestSupport
import Testing

/// One tenant's shop. Commands are decided and taken over as the engine does it, without a
/// store; after each batch the books are audited.
struct World {
    private(set) var shop: Shop
    private(set) var now = ManualClock.start
    private var ids = IDSequence(last: 100)
    private var known: [ID<Reservation>: Reservation] = [:]
    private var profiles: [ID<Item>: ItemProfile] = [:]
    private(set) var ledger: [Place: Quantities] = [:]
    /// Of the last batch.
    private(set) var changes = Changes(tenant: .fixture(1), at: ManualClock.start, lastID: 100)

    static let actor = Actor.key(.fixture(7))
    static let showroom = Channel("showroom")
    static let marketplace = Channel("marketplace")

    struct Place: Hashable {
        let item: ID<Item>
        let location: ID<Location>
    }

    /// A shop with the location `main` that has so much of each sku.
    init(
        _ stock: KeyValuePairs<String, Int64> = ["P": 10], settings: Settings = Settings(),
        policies: [AllocationPolicy] = [], plan: Plan = .premium
    ) throws {
        try self.init(at: ["main": stock], settings: settings, policies: policies, plan: plan)
    }

    /// A shop with locations, the first first, and so much of each sku at each.
    init(
        at stock: KeyValuePairs<String, KeyValuePairs<String, Int64>>,
        channels: [String: [Channel]] = [:], settings: Settings = Settings(),
        policies: [AllocationPolicy] = [], plan: Plan = .premium
    ) throws {
        let locations = stock.enumerated().map { index, entry in
            Location.fixture(
                id: .fixture(Int64(index) + 1), code: entry.key, priority: Int64(index) + 1,
                channels: channels[entry.key])
        }
        shop = Shop(
            tenant: .fixture(plan: plan), settings: settings, locations: locations,
            policies: policies)
        for (location, units) in stock {
            for (sku, onHand) in units {
                if shop.item(sku) == nil { try makeItem(sku) }
                guard onHand > 0 else { continue }
                try run(.adjust(.fixture(sku, .setTo(onHand), at: location, reason: .initial)))
            }
        }
    }

    // MARK: Running commands

    @discardableResult
    mutating func run(_ command: Command) throws -> Outcome {
        try #require(decide([command]).first).get()
    }

    /// Why a command is refused; nil when it is not.
    mutating func refusal(of command: Command) throws -> Rejection? {
        guard case .failure(let rejection) = try #require(decide([command]).first) else {
            return nil
        }
        return rejection
    }

    /// Decides commands in one batch.
    @discardableResult
    mutating func decide(_ commands: [Command]) -> [Result<Outcome, Rejection>] {
        var draft = draft()
        let results = commands.map { draft.decide($0, by: Self.actor) }
        take(draft.changes())
        return results
    }

    func draft() -> Draft {
        Draft(
            shop: shop, now: now, ids: ids,
            loaded: known.values.filter { shop.reservation($0.id) == nil }, profiles: profiles)
    }

    private mutating func take(_ changes: Changes) {
        shop.apply(changes)
        ids = IDSequence(last: changes.lastID)
        for changed in changes.reservations {
            known[changed.reservation.id] = changed.reservation
        }
        for case .item(let item, let profile, _) in changes.catalog { profiles[item.id] = profile }
        for movement in changes.movements {
            let place = Place(item: movement.item, location: movement.location)
            ledger[place, default: .zero].add(movement.change)
        }
        self.changes = changes
        audit(known.values)
    }

    mutating func advance(milliseconds: Int64) {
        now = Timestamp(milliseconds: now.milliseconds + milliseconds)
    }

    /// Counts what has expired by now, as an engine does before it decides.
    mutating func countExpiries() { shop.advance(to: now) }

    mutating func advance(seconds: Int64) { advance(milliseconds: seconds * 1_000) }

    // MARK: Looking

    func item(_ sku: String) throws -> ID<Item> { try #require(shop.item(sku)) }

    func location(_ code: String) throws -> ID<Location> {
        try #require(shop.location(.code(code))).id
    }

    /// A level as it stands in the books, expired or not.
    func level(_ sku: String, at code: String = "main") throws -> Quantities {
        try #require(shop.stock(item(sku))).quantities(at: location(code))
    }

    /// What may be promised as of now: on a channel, or of all locations.
    func available(_ sku: String, on channel: Channel? = nil) throws -> Int64 {
        shop.availability(of: try item(sku), on: channel, asOf: now)
    }

    func available(_ sku: String, at code: String) throws -> Int64 {
        let stock = try #require(shop.stockAsOf(item(sku), now))
        return stock.quantities(at: try location(code)).available
    }

    /// Reserved as of now.
    func reserved(_ sku: String) throws -> Int64 {
        try #require(shop.stockAsOf(item(sku), now)).levels.reduce(0) {
            $0 + $1.quantities.reserved
        }
    }

    func reservation(_ id: ID<Reservation>) throws -> Reservation { try #require(known[id]) }

    /// How a reservation reads as of now.
    func state(_ reservation: Reservation) throws -> Reservation.State {
        let current = try self.reservation(reservation.id)
        return current.hasExpired(at: now) ? .expired : current.state
    }
}
