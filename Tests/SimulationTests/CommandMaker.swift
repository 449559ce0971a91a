import Domain
import TestSupport

/// Makes up commands, sensible ones and others, from what the books know.
struct CommandMaker {
    struct Entry: Sendable {
        let label: String
        let weight: Int64
        let make: @Sendable (inout CommandMaker, Books) -> Command
    }

    static let channels = ["online", "showroom", "market"].map { Channel($0) }
    static let holders = (1...6).map { "holder-\($0)" }

    var random: SeededGenerator
    /// Ids of another tenant's reservations, which are none of this one's business.
    var strangers: [Int64] = []
    private var made = 0

    init(random: SeededGenerator) {
        self.random = random
    }

    static let table: [Entry] = reserving + selling + stock + catalog

    private static let weights = table.reduce(0) { $0 + $1.weight }

    mutating func next(_ books: Books) -> (label: String, command: Command) {
        var left = random.number(1...Self.weights)
        for entry in Self.table {
            left -= entry.weight
            if left <= 0 { return (entry.label, entry.make(&self, books)) }
        }
        return ("sweep", .sweep(limit: 1))
    }

    // MARK: Picking

    mutating func sku(_ books: Books) -> String {
        let known = books.items.values.map(\.sku).sorted()
        guard !random.chance(3), let sku = random.pickIfAny(known) else { return "NOBODY-HAS-IT" }
        return sku
    }

    /// The sku of an item with stock of its own.
    mutating func plainSKU(_ books: Books) -> String {
        let known = books.items.values.filter { $0.parts.isEmpty }.map(\.sku).sorted()
        return random.pickIfAny(known) ?? "NOBODY-HAS-IT"
    }

    mutating func kitSKU(_ books: Books) -> String {
        let known = books.items.values.filter { !$0.parts.isEmpty }.map(\.sku).sorted()
        return random.pickIfAny(known) ?? sku(books)
    }

    mutating func place(_ books: Books) -> LocationName {
        if random.chance(2) { return .code("nowhere") }
        guard let id = random.pickIfAny(books.places.keys.sorted()), let place = books.places[id]
        else { return .code("main") }
        return random.chance(50) ? .code(place.code) : .id(ID(rawValue: id))
    }

    mutating func holder() -> String { random.pick(Self.holders) }

    mutating func channel() -> Channel {
        random.chance(70) ? .online : random.pick(Self.channels)
    }

    /// A reservation in one of `states`; sometimes any, a stranger's, or none at all.
    mutating func reservation(
        _ books: Books, _ states: Set<Reservation.State>
    ) -> ID<Reservation> {
        let roll = random.number(1...100)
        if roll <= 2, let stranger = random.pickIfAny(strangers) { return ID(rawValue: stranger) }
        if roll <= 3 { return ID(rawValue: 7) }
        let recent = books.promises.values.filter { roll <= 12 || states.contains($0.state) }
            .map(\.id).sorted().suffix(40)
        return ID(rawValue: random.pickIfAny(Array(recent)) ?? 8)
    }

    mutating func units() -> Int64 {
        random.chance(85) ? random.number(1...4) : random.number(5...30)
    }

    mutating func precondition(_ version: Int64?) -> Precondition {
        switch random.number(1...10) {
        case 1: .exists
        case 2: .version(in: [version ?? 1, 99])
        case 3: .version(in: [1_000])
        default: .none
        }
    }

    /// A name that was not used before.
    mutating func newName(_ prefix: String) -> String {
        made += 1
        return "\(prefix)-\(made)-\(random.number(1...9_999))"
    }
}
