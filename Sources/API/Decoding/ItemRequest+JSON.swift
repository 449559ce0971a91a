internal import Domain
internal import JSON

extension ItemRequest {
    /// The body of `PUT /v1/items/{sku}`.
    init(_ reader: inout JSONReader) throws {
        var title: String?
        self.init(profile: ItemProfile(title: ""))
        try reader.object { reader, name in
            if case "title" = name {
                title = try reader.title()
                return true
            }
            return try readProfile(&reader, name) || readRules(&reader, name)
        }
        profile.title = try reader.required(title, "title")
    }

    private mutating func readProfile(
        _ reader: inout JSONReader, _ name: FieldName
    ) throws -> Bool {
        switch name {
        case "options": profile.options = try reader.optional { try $0.options() } ?? []
        case "barcode": profile.barcode = try reader.optional { try $0.barcode() }
        case "price": profile.price = try reader.optional { try $0.money() }
        case "cost": profile.cost = try reader.optional { try $0.money() }
        case "image_url": profile.imageURL = try reader.optional { try $0.webAddress() }
        case _: return false
        }
        return true
    }

    private mutating func readRules(
        _ reader: inout JSONReader, _ name: FieldName
    ) throws -> Bool {
        switch name {
        case "product_id": productID = try reader.optional { try $0.name(1...100) }
        case "category": category = try reader.optional { try $0.name(1...100) }
        case "low_stock_threshold":
            lowStockThreshold = try reader.optional { try $0.integer(in: 0...Quantities.maximum) }
        case "backorder": backorder = try reader.optional { try $0.backorder() } ?? .deny
        case "components": components = try reader.optional { try $0.components() } ?? []
        case "active": isActive = try reader.boolean()
        case _: return false
        }
        return true
    }
}
