import Domain

/// The auditor's own idea of a shop: plain dictionaries of integers, written from the rules. It
/// asks nothing of the program's planner, counts nothing on the way, and sums up what it needs.
struct Books {
    var plan: Plan
    var items: [Int64: Article] = [:]
    var places: [Int64: Place] = [:]
    var shelves: [Spot: Shelf] = [:]
    /// All reservations ever made.
    var promises: [Int64: Promise] = [:]
    /// Those of them that may be open.
    var open: Set<Int64> = []
    var settings = Settings()
    var policies: [AllocationPolicy] = []
    var keys: Set<Int64> = []

    init(plan: Plan, main: Int64) {
        self.plan = plan
        places[main] = Place(code: "main", priority: 100, channels: nil, isActive: true)
    }

    struct Spot: Hashable {
        let item: Int64
        let place: Int64
    }

    struct Article {
        var sku: String
        var productID: String?
        var category: String?
        var isActive: Bool
        var backorder: BackorderPolicy
        var parts: [Part]
        var version: Int64
    }

    struct Part: Equatable {
        let item: Int64
        let quantity: Int64
    }

    struct Place {
        var code: String
        var priority: Int64
        var channels: [String]?
        var isActive: Bool
        var version: Int64 = 1

        func serves(_ channel: String) -> Bool {
            isActive && (channels?.contains(channel) ?? true)
        }
    }

    struct Shelf: Equatable {
        var onHand: Int64 = 0
        var unavailable: Int64 = 0
        var incoming: Int64 = 0
        var safetyStock: Int64 = 0

        subscript(quantity: AdjustRequest.Quantity) -> Int64 {
            get {
                switch quantity {
                case .onHand: onHand
                case .unavailable: unavailable
                case .incoming: incoming
                case .safetyStock: safetyStock
                }
            }
            set {
                switch quantity {
                case .onHand: onHand = newValue
                case .unavailable: unavailable = newValue
                case .incoming: incoming = newValue
                case .safetyStock: safetyStock = newValue
                }
            }
        }
    }

    // MARK: Looking things up

    func item(_ sku: String) -> Int64? { items.first { $0.value.sku == sku }?.key }

    func sku(_ item: Int64) -> String { items[item]?.sku ?? "" }

    func place(_ name: LocationName) -> Int64? {
        switch name {
        case .code(let code): places.first { $0.value.code == code }?.key
        case .id(let id): places[id.rawValue] == nil ? nil : id.rawValue
        }
    }

    /// The first served first.
    func placesServing(_ channel: String) -> [Int64] {
        inOrder(places.filter { $0.value.serves(channel) })
    }

    /// Active ones that do not serve the channel.
    func otherPlaces(_ channel: String) -> [Int64] {
        inOrder(places.filter { $0.value.isActive && !$0.value.serves(channel) })
    }

    private func inOrder(_ found: [Int64: Place]) -> [Int64] {
        found.sorted { ($0.value.priority, $0.key) < ($1.value.priority, $1.key) }.map(\.key)
    }

    var openPromises: [Promise] { open.sorted().compactMap { promises[$0] } }

    func promises(of holder: String) -> [Promise] {
        openPromises.filter { $0.holder == holder }
    }

    /// The one active reservation of the holder's session.
    func session(of holder: String) -> Promise? {
        promises(of: holder).last { $0.isSession && $0.state == .active }
    }

    /// The reservation, or the last one that took its place.
    func current(_ id: Int64) -> Promise? {
        guard var found = promises[id] else { return nil }
        while let next = found.replacedBy, let successor = promises[next] { found = successor }
        return found
    }

    // MARK: Summing up

    func held(_ spot: Spot) -> (reserved: Int64, committed: Int64) {
        var reserved: Int64 = 0
        var committed: Int64 = 0
        for id in open {
            guard let promise = promises[id] else { continue }
            let units = promise.units(at: spot)
            if promise.state == .active { reserved += units } else { committed += units }
        }
        return (reserved, committed)
    }

    /// Negative where the safety stock cannot be kept.
    func free(_ spot: Spot) -> Int64 {
        let shelf = shelves[spot] ?? Shelf()
        let held = held(spot)
        return shelf.onHand - shelf.unavailable - held.committed - held.reserved
            - shelf.safetyStock
    }

    /// What a channel has promised of an item, and how much of it abandoned carts hold.
    func usage(_ item: Int64, _ channel: String) -> (promised: Int64, abandoned: Int64) {
        var promised: Int64 = 0
        var abandoned: Int64 = 0
        for id in open {
            guard let promise = promises[id], promise.channel == channel else { continue }
            let units = promise.units(of: item)
            promised += units
            if promise.state == .active, promise.kind == .abandonedCart { abandoned += units }
        }
        return (promised, abandoned)
    }

    func backordered(_ item: Int64) -> Int64 {
        openPromises.reduce(0) { sum, promise in
            sum + promise.lines.reduce(0) { $0 + ($1.item == item ? $1.backordered : 0) }
        }
    }

    func hasStock(_ item: Int64) -> Bool {
        shelves.contains { $0.key.item == item && $0.value != Shelf() }
    }

    // MARK: Time

    /// Ends what is past its expiry. The program may book it later, but never decides otherwise.
    mutating func lapse(at now: Timestamp) -> Int {
        var lapsed = 0
        for id in open {
            guard var promise = promises[id], promise.state == .active,
                let expiry = promise.expiresAt, expiry <= now
            else { continue }
            promise.end(.expired, at: expiry)
            keep(promise)
            lapsed += 1
        }
        return lapsed
    }

    mutating func keep(_ promise: Promise) {
        promises[promise.id] = promise
        if promise.isOpen { open.insert(promise.id) } else { open.remove(promise.id) }
    }
}
