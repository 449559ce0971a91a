extension Draft {
    /// Sets or changes quantities, all lines or none; promises that the shelf can no longer keep
    /// are preempted, the cheapest first.
    mutating func adjust(_ request: AdjustRequest) throws(Rejection) -> Outcome {
        let lines = try resolve(request)
        let before = self
        let firstMovement = movements.count
        var refusals: [LineRefusal] = []
        var preempted: [Preempted] = []
        for line in lines {
            if let refusal = refusal(line) {
                refusals.append(refusal)
            } else {
                apply(line, request)
                relieve(line.item, at: line.location, &preempted)
            }
        }
        guard refusals.isEmpty else {
            self = before
            throw Self.rejection(refusals)
        }
        let booked = movements[firstMovement...].filter { $0.reason == request.reason }
        let outcome = Outcome.adjusted(
            Array(booked), preempted: preempted, dryRun: request.dryRun)
        if request.dryRun { self = before }
        return outcome
    }

    /// One line with what it names looked up.
    private struct Line {
        let index: Int
        let sku: String
        let item: ID<Item>
        let location: ID<Location>
        let request: AdjustRequest.Line
    }

    private func resolve(_ request: AdjustRequest) throws(Rejection) -> [Line] {
        var unknownSKUs: [LineRefusal] = []
        var unknownLocations: [LineRefusal] = []
        var lines: [Line] = []
        for (index, line) in request.lines.enumerated() {
            let location = shop.location(line.location ?? .code(Location.mainCode))
            guard let item = shop.item(line.sku) else {
                unknownSKUs.append(
                    LineRefusal(index: index, sku: line.sku, code: .unknownSKU))
                continue
            }
            guard let location else {
                unknownLocations.append(
                    LineRefusal(index: index, sku: line.sku, code: .unknownLocation))
                continue
            }
            guard stock(item)?.item.isKit == false else {
                throw .invalidField(
                    "lines[\(index)].sku", detail: "A kit has no stock of its own.")
            }
            lines.append(
                Line(
                    index: index, sku: line.sku, item: item, location: location.id,
                    request: line))
        }
        guard unknownSKUs.isEmpty else { throw .unknownSKU(unknownSKUs) }
        guard unknownLocations.isEmpty else { throw .unknownLocation(unknownLocations) }
        return lines
    }

    private static func rejection(_ refusals: [LineRefusal]) -> Rejection {
        let first = refusals.min { $0.code.rawValue < $1.code.rawValue }?.code
        let named = refusals.filter { $0.code == first }
        if first == .stockChanged { return .stockChanged(named) }
        if first == .quantityOutOfRange { return .quantityOutOfRange(named) }
        return .negativeStock(named)
    }

    private func refusal(_ line: Line) -> LineRefusal? {
        let quantities = stock(line.item)?.quantities(at: line.location) ?? .zero
        let current = quantities[line.request.quantity]
        if let expected = line.request.expected, expected != current {
            return LineRefusal(
                index: line.index, sku: line.sku, code: .stockChanged, current: current)
        }
        let target = target(line.request.amount, current)
        if target < 0 || (line.request.quantity == .unavailable && target > quantities.onHand) {
            return LineRefusal(
                index: line.index, sku: line.sku, code: .negativeStock, current: current)
        }
        let elsewhere = (stock(line.item)?.levels ?? []).reduce(Int64(0)) {
            $0 + $1.quantities[line.request.quantity]
        }
        guard elsewhere - current + target <= Quantities.maximum else {
            return LineRefusal(
                index: line.index, sku: line.sku, code: .quantityOutOfRange, current: current)
        }
        return nil
    }

    /// Both are within ±2^53, so the sum cannot overflow.
    private func target(_ amount: AdjustRequest.Amount, _ current: Int64) -> Int64 {
        switch amount {
        case .delta(let delta): current + delta
        case .setTo(let value): value
        }
    }

    private mutating func apply(_ line: Line, _ request: AdjustRequest) {
        let quantities = stock(line.item)?.quantities(at: line.location) ?? .zero
        let current = quantities[line.request.quantity]
        let by = target(line.request.amount, current) - current
        var change = Delta.zero
        switch line.request.quantity {
        case .onHand:
            change.onHand = by
            // A count below what is damaged corrects both.
            change.unavailable = min(0, current + by - quantities.unavailable)
        case .unavailable: change.unavailable = by
        case .incoming: change.incoming = by
        case .safetyStock: change.safetyStock = by
        }
        guard change != .zero else { return }
        move(
            line.item, at: line.location, change, request.reason, reference: request.reference)
    }
}

extension Location {
    /// The code of the location that a new tenant has, and that adjustments mean without one.
    public static let mainCode = "main"
}

extension Quantities {
    public subscript(quantity: AdjustRequest.Quantity) -> Int64 {
        switch quantity {
        case .onHand: onHand
        case .unavailable: unavailable
        case .incoming: incoming
        case .safetyStock: safetyStock
        }
    }
}
