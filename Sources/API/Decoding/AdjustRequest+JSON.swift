internal import Domain
internal import JSON

extension AdjustRequest {
    static let linesMax = 1_000

    /// The body of `POST /v1/stock/adjustments`.
    init(_ reader: inout JSONReader) throws {
        var found: [Line]?
        var why: Movement.Reason?
        var reference: String?
        var dryRun = false
        try reader.object { reader, name in
            switch name {
            case "lines": found = try reader.lines(max: Self.linesMax) { try Line(&$0) }
            case "reason": why = try reader.word(Movement.Reason.init(forPeople:))
            case "reference": reference = try reader.optional { try $0.name(1...200) }
            case "dry_run": dryRun = try reader.boolean()
            case _: return false
            }
            return true
        }
        let lines = try reader.required(found, "lines")
        guard !lines.isEmpty else {
            throw Problem(field: "lines", "There must be at least one line.")
        }
        self.init(
            lines: lines, reason: try reader.required(why, "reason"), reference: reference,
            dryRun: dryRun)
    }
}

extension AdjustRequest.Line {
    init(_ reader: inout JSONReader) throws {
        var sku: String?
        var location: LocationName?
        var delta: Int64?
        var setTo: Int64?
        var quantity = AdjustRequest.Quantity.onHand
        var expected: Int64?
        let largest = Quantities.maximum
        try reader.object { reader, name in
            switch name {
            case "sku": sku = try reader.sku()
            case "location": location = try reader.optional { try $0.location() }
            case "delta": delta = try reader.integer(in: -largest...largest)
            case "set_to": setTo = try reader.integer(in: 0...largest)
            case "quantity": quantity = try reader.word(AdjustRequest.Quantity.init(rawValue:))
            case "expected": expected = try reader.optional { try $0.integer(in: 0...largest) }
            case _: return false
            }
            return true
        }
        let amount: AdjustRequest.Amount
        switch (delta, setTo) {
        case (let delta?, nil): amount = .delta(delta)
        case (nil, let setTo?): amount = .setTo(setTo)
        case (nil, nil): throw reader.missingField("delta")
        case (.some, .some):
            throw Problem(
                field: reader.path + ".set_to", "A line has delta or set_to, not both.")
        }
        self.init(
            sku: try reader.required(sku, "sku"), location: location, amount: amount,
            quantity: quantity, expected: expected)
    }
}

extension Movement.Reason {
    /// The reasons that people and imports may give.
    init?(forPeople word: String) {
        let found = Self.allCases.first { $0.isForPeople && $0.name == word }
        guard let found else { return nil }
        self = found
    }
}
