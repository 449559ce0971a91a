internal import Domain
internal import Engine
internal import JSON
internal import Store

/// The items of a request at an old door, as lines of skus.
struct DoorItems {
    struct Wanted {
        let productID: String
        let quantity: Int64
    }

    let lines: [ReserveRequest.Line]
    /// The storefront's own names, by `key` of the sku, where they differ.
    let aliases: [String: String]

    /// A `productId` is an item's sku, or a product's id if the product has one item. What is
    /// neither is left to be refused as an unknown sku.
    init(_ wanted: [Wanted], of tenant: ID<Tenant>, _ engine: Engine) {
        let skus = engine.read { residents, _ in
            wanted.map { Self.sku(of: $0.productID, residents.shops[tenant]) ?? $0.productID }
        }
        lines = zip(wanted, skus).map { item, sku in
            ReserveRequest.Line(sku: sku, quantity: item.quantity)
        }
        var aliases: [String: String] = [:]
        for (item, sku) in zip(wanted, skus) where !item.productID.utf8.elementsEqual(sku.utf8) {
            aliases[Self.key(sku)] = item.productID
        }
        self.aliases = aliases
    }

    static func sku(of productID: String, _ shop: Shop?) -> String? {
        guard let shop else { return nil }
        return shop.item(productID) != nil ? productID : shop.onlySKU(ofProduct: productID)
    }

    /// The storefront's own name of a sku.
    static func name(of sku: String, _ aliases: [String: String]) -> String {
        aliases.isEmpty ? sku : aliases[key(sku)] ?? sku
    }

    /// Strings compare by meaning, which would let two skus be one. This one has a character a
    /// byte, none of which combine, so that it is equal only for equal bytes.
    static func key(_ sku: String) -> String {
        var scalars = String.UnicodeScalarView()
        for byte in sku.utf8 { scalars.append(Unicode.Scalar(byte)) }
        return String(scalars)
    }

    /// `[{"productId", "quantity"}]`; other fields are passed over.
    static func read(_ reader: inout JSONReader) throws -> [Wanted] {
        try reader.lines(max: ReserveRequest.linesMax) { reader in
            var productID: String?
            var quantity: Int64?
            try reader.tolerantObject { reader, name in
                switch name {
                case "productId": productID = try reader.name(1...100)
                case "quantity": quantity = try reader.quantity()
                case _: return false
                }
                return true
            }
            return Wanted(
                productID: try reader.required(productID, "productId"),
                quantity: try reader.required(quantity, "quantity"))
        }
    }
}

extension Shop {
    /// The one item of a product; nil where it has none or several.
    fileprivate func onlySKU(ofProduct productID: String) -> String? {
        let items = items(ofProduct: productID)
        return items.count == 1 ? sku(of: items[0]) : nil
    }
}
