internal import Domain
internal import JSON

extension TransferRequest {
    static let linesMax = 200

    /// The body of `POST /v1/stock/transfers`.
    init(_ reader: inout JSONReader) throws {
        var from: LocationName?
        var to: LocationName?
        var found: [Line]?
        var reference: String?
        try reader.object { reader, name in
            switch name {
            case "from": from = try reader.location()
            case "to": to = try reader.location()
            case "lines": found = try reader.lines(max: Self.linesMax) { try Line(&$0) }
            case "in_transit":
                guard try !reader.boolean() else {
                    throw reader.error(.outOfRange, "Goods in transit are not kept yet.")
                }
            case "reference": reference = try reader.optional { try $0.name(1...200) }
            case _: return false
            }
            return true
        }
        let lines = try reader.required(found, "lines")
        guard !lines.isEmpty else {
            throw Problem(field: "lines", "There must be at least one line.")
        }
        self.init(
            from: try reader.required(from, "from"), to: try reader.required(to, "to"),
            lines: lines, reference: reference)
        guard self.from != self.to else {
            throw Problem(field: "to", "A transfer goes to another location.")
        }
    }
}

extension TransferRequest.Line {
    init(_ reader: inout JSONReader) throws {
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
