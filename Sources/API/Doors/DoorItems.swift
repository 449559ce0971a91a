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
    /// The storefront's own names, by sku, where they differ.
    let aliases: [String: String]

    /// A `productId` is an item's sku, or a product's id if the product has one item. What is
    /// neither is left to be refused as an unknown sku.
    init(_ wanted: [Wanted], of tenant: ID<Tenant>, _ engine: Engine) {
        let names = Set(wanted.map(\.productID))
        let skus = engine.read { residents, _ in
            Self.skus(of: names, residents.shops[tenant])
        }
        lines = wanted.map { item in
            ReserveRequest.Line(
                sku: skus[item.productID] ?? item.productID, quantity: item.quantity)
        }
        var aliases: [String: String] = [:]
        for (productID, sku) in skus where productID != sku { aliases[sku] = productID }
        self.aliases = aliases
    }

    static func skus(of productIDs: Set<String>, _ shop: Shop?) -> [String: String] {
        guard let shop else { return [:] }
        var skus: [String: String] = [:]
        for productID in productIDs {
            if shop.item(productID) != nil {
                skus[productID] = productID
            } else if let sku = shop.onlySKU(ofProduct: productID) {
                skus[productID] = sku
            }
        }
        return skus
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
