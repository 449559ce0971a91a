internal import Domain
internal import JSON

extension ItemEdit {
    /// The body of `PATCH /v1/items/{sku}`; null unsets.
    init(_ reader: inout JSONReader) throws {
        self.init()
        try reader.object { reader, name in
            try readProfile(&reader, name) || readRules(&reader, name)
        }
    }

    private mutating func readProfile(
        _ reader: inout JSONReader, _ name: FieldName
    ) throws -> Bool {
        switch name {
        case "title": title = try reader.title()
        case "options": options = try reader.edit { try $0.options() }
        case "barcode": barcode = try reader.edit { try $0.barcode() }
        case "price": price = try reader.edit { try $0.money() }
        case "cost": cost = try reader.edit { try $0.money() }
        case "image_url": imageURL = try reader.edit { try $0.webAddress() }
        case _: return false
        }
        return true
    }

    private mutating func readRules(
        _ reader: inout JSONReader, _ name: FieldName
    ) throws -> Bool {
        switch name {
        case "sku": sku = try reader.sku()
        case "product_id": productID = try reader.edit { try $0.name(1...100) }
        case "category": category = try reader.edit { try $0.name(1...100) }
        case "low_stock_threshold":
            lowStockThreshold = try reader.edit { try $0.integer(in: 0...Quantities.maximum) }
        case "backorder": backorder = try reader.edit { try $0.backorder() }
        case "components": components = try reader.edit { try $0.components() }
        case "active": isActive = try reader.boolean()
        case _: return false
        }
        return true
    }
}
