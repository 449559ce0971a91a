internal import Domain
internal import JSON

/// The parts of an item as requests write them.
extension JSONReader {
    mutating func title() throws -> String { try text(1...500) }

    /// `{"amount", "currency"}`.
    mutating func money() throws -> Money {
        var amount: Int64?
        var currency: String?
        try object { reader, name in
            switch name {
            case "amount": amount = try reader.integer(in: 0...Quantities.maximum)
            case "currency": currency = try reader.currency()
            case _: return false
            }
            return true
        }
        return Money(
            amount: try required(amount, "amount"), currency: try required(currency, "currency"))
    }

    /// Three capitals, as ISO 4217 has them.
    mutating func currency() throws -> String {
        let text = try string()
        let capitals = UInt8(ascii: "A")...UInt8(ascii: "Z")
        guard text.utf8.count == 3, text.utf8.allSatisfy(capitals.contains) else {
            throw error(.outOfRange, "\(path) must be three capitals, as in EUR.")
        }
        return text
    }

    /// `{"size": "M"}`, in the order sent.
    mutating func options() throws -> [ItemProfile.Option] {
        var options: [ItemProfile.Option] = []
        let place = path
        try object { reader, name in
            let option = name.string
            guard options.count < 20, (1...100).contains(option.unicodeScalars.count) else {
                throw Problem(
                    field: place, "At most 20 options, with names of 1 to 100 characters.")
            }
            options.append(.init(name: option, value: try reader.text(1...100)))
            return true
        }
        return options
    }

    /// A GTIN of 8, 12, 13 or 14 digits, with its check digit.
    mutating func barcode() throws -> String {
        let text = try string()
        guard GTIN.isValid(text) else {
            throw error(
                .outOfRange,
                "\(path) must be a GTIN of 8, 12, 13 or 14 digits with a right check digit.")
        }
        return text
    }

    mutating func webAddress() throws -> String {
        let text = try name(1...2_048)
        let lower = text.prefix(8).lowercased()
        let isWeb = lower.hasPrefix("http://") || lower.hasPrefix("https://")
        guard isWeb, text.utf8.count > 8, !text.utf8.contains(UInt8(ascii: " ")) else {
            throw error(.outOfRange, "\(path) must be an address that begins with https://.")
        }
        return text
    }

    /// `{"policy": "deny"|"allow", "limit"?}`.
    mutating func backorder() throws -> BackorderPolicy {
        var isAllowed: Bool?
        var limit: Int64?
        try object { reader, name in
            switch name {
            case "policy":
                isAllowed = try reader.word { ["deny": false, "allow": true][$0] }
            case "limit":
                limit = try reader.optional { try $0.integer(in: 0...Quantities.maximum) }
            case _: return false
            }
            return true
        }
        return try required(isAllowed, "policy") ? .allow(limit: limit) : .deny
    }

    /// `[{"sku", "quantity"}]`, each sku once.
    mutating func components() throws -> [KitPart] {
        let place = path
        let parts = try lines(max: 100) { reader in
            let line = try TransferRequest.Line(&reader)
            return KitPart(sku: line.sku, quantity: line.quantity)
        }
        guard Set(parts.map(\.sku)).count == parts.count else {
            throw Problem(field: place, "A component stands in a kit once, with its quantity.")
        }
        return parts
    }
}
