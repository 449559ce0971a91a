internal import Domain
internal import JSON

/// How a channel's promise of an item comes about, number by number.
struct Explanation: Equatable, Sendable {
    /// One number with what it means; the steps are read from above.
    struct Step: Equatable, Sendable {
        let name: String
        let sign: Sign
        let quantity: Int64
        let detail: String
        /// Where the number stands; nil for the item as a whole.
        var location: String?
        /// The component of a kit that it is about.
        var sku: String?
    }

    /// What a number does to the next result.
    enum Sign: String, CaseIterable, Sendable {
        case plus = "+"
        case minus = "-"
        case result = "="
        /// It is not added; the detail says what it is for.
        case note = ""
    }

    let sku: String
    let channel: Channel
    let available: Int64
    let status: StockStatus
    let steps: [Step]
}

extension Explanation {
    /// Nil where there is no such item.
    init?(of sku: String, on channel: Channel, in shop: borrowing Shop, at now: Timestamp) {
        guard let id = shop.item(sku), let stock = shop.stockAsOf(id, now) else { return nil }
        self.sku = sku
        self.channel = channel
        available = shop.availability(of: id, on: channel, asOf: now)
        status = StockStatus(
            available: available, threshold: shop.lowStockThreshold(of: stock.item))
        steps =
            stock.item.isKit
            ? Self.kitSteps(stock.item, on: channel, in: shop, at: now)
            : Self.steps(stock, on: channel, in: shop) + [
                Step(
                    name: "available_to_promise", sign: .result, quantity: available,
                    detail: "The smaller of what is available and what is left of the allocation.")
            ]
    }

    private static func steps(
        _ stock: ItemStock, on channel: Channel, in shop: borrowing Shop
    ) -> [Step] {
        var steps: [Step] = []
        var sum: Int64 = 0
        for location in shop.locations where location.serves(channel) {
            let quantities = stock.quantities(at: location.id)
            sum += quantities.available
            steps += levelSteps(quantities, location.code)
        }
        steps.append(
            Step(
                name: "available", sign: .result, quantity: sum,
                detail: "The sum over the locations that serve \(channel.name)."))
        return steps + allocationSteps(stock, on: channel, in: shop)
    }

    private static func levelSteps(_ quantities: Quantities, _ location: String) -> [Step] {
        let terms: [(String, Sign, Int64, String)] = [
            ("on_hand", .plus, quantities.onHand, "Physically there."),
            ("unavailable", .minus, quantities.unavailable, "Damaged or quarantined."),
            ("committed", .minus, quantities.committed, "Sold and paid, not yet shipped."),
            ("reserved", .minus, quantities.reserved, "Held by open reservations."),
            ("soft", .plus, quantities.soft, "Reserved, but yields to live buyers."),
            ("safety_stock", .minus, quantities.safetyStock, "Never promised."),
            ("available_here", .result, quantities.available, "The sum of these, never below 0."),
        ]
        return terms.map {
            Step(name: $0.0, sign: $0.1, quantity: $0.2, detail: $0.3, location: location)
        }
    }

    private static func allocationSteps(
        _ stock: ItemStock, on channel: Channel, in shop: borrowing Shop
    ) -> [Step] {
        let (allocation, used) = shop.allocation(of: stock, on: channel)
        let share = String(decoding: allocation.share.decimal, as: UTF8.self)
        let terms: [(String, Sign, Int64, String)] = [
            (
                "physical", .plus, allocation.physical,
                "On hand less unavailable, at those locations."
            ),
            ("base_share", .note, allocation.baseShare, "The share of \(share), rounded down."),
            (
                "floor", .note, allocation.floor,
                "Units of abandoned carts and 5 more: the share is never smaller."
            ),
            ("withheld", .minus, allocation.withheld, "The buffer that is kept back, rounded up."),
            ("allocation", .result, allocation.units, "What \(channel.name) may promise in all."),
            ("promised", .minus, used, "Its active reservations and committed units."),
            ("left", .result, max(0, allocation.units - used), "What is left of the allocation."),
        ]
        return terms.map { Step(name: $0.0, sign: $0.1, quantity: $0.2, detail: $0.3) }
    }

    private static func kitSteps(
        _ kit: Item, on channel: Channel, in shop: borrowing Shop, at now: Timestamp
    ) -> [Step] {
        var steps: [Step] = []
        for component in kit.components {
            guard let stock = shop.stockAsOf(component.item, now) else { continue }
            let available = shop.availability(
                of: component.item, on: channel, asOf: now)
            let sku = stock.item.sku
            steps += [
                Step(
                    name: "component_available", sign: .plus, quantity: available,
                    detail: "What \(channel.name) can promise of \(sku).", sku: sku),
                Step(
                    name: "component_per_kit", sign: .note, quantity: component.quantity,
                    detail: "Units of \(sku) in one kit.", sku: sku),
                Step(
                    name: "kits_possible", sign: .result, quantity: available / component.quantity,
                    detail: "So many kits these units make.", sku: sku),
            ]
        }
        let available = shop.availability(of: kit.id, on: channel, asOf: now)
        return steps + [
            Step(
                name: "available_to_promise", sign: .result, quantity: available,
                detail: "The scarcest component decides.")
        ]
    }

    func write(to writer: inout JSONWriter, asOf now: Timestamp) {
        writer.object { writer in
            writer.field("sku", sku)
            writer.field("channel", channel.name)
            writer.field("available", available)
            writer.field("status", status.rawValue)
            writer.field("as_of", now)
            writer.field("steps") { writer in
                writer.array { writer in
                    for step in steps { Self.write(step, to: &writer) }
                }
            }
        }
    }

    private static func write(_ step: Step, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("name", step.name)
            if let location = step.location { writer.field("location", location) }
            if let sku = step.sku { writer.field("sku", sku) }
            writer.field("sign", step.sign.rawValue)
            writer.field("quantity", step.quantity)
            writer.field("detail", step.detail)
        }
    }

    static let schema = Schema.object([
        .init("sku", .text, required: true), .init("channel", .text, required: true),
        .init("available", .count, required: true),
        .init("status", StockJSON.statusSchema, required: true),
        .init("as_of", .time, required: true),
        .init(
            "steps",
            .array(
                .object([
                    .init("name", .text, required: true), .init("location", .text),
                    .init("sku", .text),
                    .init("sign", .oneOf(Sign.allCases.map(\.rawValue)), required: true),
                    .init("quantity", Schemas.signed, required: true),
                    .init("detail", .text, required: true),
                ])), required: true),
    ])
}
