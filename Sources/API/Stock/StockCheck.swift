internal import Domain
internal import JSON

/// Whether a channel could promise what somebody asks for, all of it at once. Nothing is held.
struct StockCheck: Sendable {
    let lines: [Line]
    let channel: Channel

    struct Line: Equatable, Sendable {
        let sku: String
        let quantity: Int64
    }

    /// One line's answer.
    struct Finding: Equatable, Sendable {
        let sku: String
        let requested: Int64
        let available: Int64
        /// Nil where the line could be had.
        let code: LineRefusal.Code?
    }

    init(lines: [Line], channel: Channel = .online) {
        self.lines = lines
        self.channel = channel
    }

    /// The body of `POST /v1/stock/check`.
    init(_ reader: inout JSONReader) throws {
        var found: [Line]?
        var channel = Channel.online
        try reader.object { reader, name in
            switch name {
            case "lines": found = try reader.lines(max: 200) { try Line(&$0) }
            case "channel": channel = try reader.optional { try $0.channel() } ?? channel
            case _: return false
            }
            return true
        }
        self.init(lines: try reader.required(found, "lines"), channel: channel)
        guard !lines.isEmpty else {
            throw Problem(field: "lines", "There must be at least one line.")
        }
    }

    /// Judges the lines in order, each with what the lines before it took, also through kits.
    func findings(in shop: borrowing Shop, at now: Timestamp) -> [Finding] {
        var taken: [ID<Item>: Int64] = [:]
        var findings: [Finding] = []
        for line in lines {
            guard let id = shop.item(line.sku), let stock = shop.stockAsOf(id, now) else {
                findings.append(
                    Finding(
                        sku: line.sku, requested: line.quantity, available: 0,
                        code: .unknownSKU))
                continue
            }
            let parts = stock.item.parts
            let left = parts.map { part in
                let held = taken[part.item] ?? 0
                let free = shop.availability(of: part.item, on: channel, asOf: now)
                return (free - held) / part.quantity
            }
            for part in parts {
                let (units, _) = part.quantity.multipliedReportingOverflow(by: line.quantity)
                taken[part.item] =
                    (taken[part.item] ?? 0).addingReportingOverflow(units)
                    .partialValue
            }
            let available = shop.availability(of: id, on: channel, asOf: now)
            let isThere = (left.min() ?? 0) >= line.quantity
            findings.append(
                Finding(
                    sku: line.sku, requested: line.quantity, available: available,
                    code: isThere
                        ? nil : code(available, stock, line.quantity, in: shop, at: now)))
        }
        return findings
    }

    private func code(
        _ available: Int64, _ stock: ItemStock, _ quantity: Int64, in shop: borrowing Shop,
        at now: Timestamp
    ) -> LineRefusal.Code {
        let physical =
            stock.item.parts.map { part in
                (shop.stockAsOf(part.item, now).map { unshared($0, in: shop) } ?? 0) / part.quantity
            }.min() ?? 0
        if physical == 0 { return .outOfStock }
        return physical >= quantity && available < quantity
            ? .allocationExhausted : .insufficientStock
    }

    /// What is there at the locations that serve the channel, whatever its share of it.
    private func unshared(_ stock: ItemStock, in shop: borrowing Shop) -> Int64 {
        shop.locations.reduce(0) { sum, location in
            location.serves(channel)
                ? sum + stock.quantities(at: location.id).available : sum
        }
    }
}

extension StockCheck.Line {
    fileprivate init(_ reader: inout JSONReader) throws {
        var sku: String?
        var quantity: Int64?
        try reader.object { reader, name in
            switch name {
            case "sku": sku = try reader.sku()
            case "quantity": quantity = try reader.quantity()
            case _: return false
            }
            return true
        }
        self.init(
            sku: try reader.required(sku, "sku"),
            quantity: try reader.required(quantity, "quantity"))
    }
}

extension Item {
    /// What one unit is made of: a kit's components, or the item itself.
    fileprivate var parts: [Component] {
        isKit ? components : [Component(item: id, quantity: 1)]
    }
}
