import Domain

/// An item, and what people read about it.
enum ItemCode {
    static func write(_ item: Item, to bytes: inout [UInt8]) {
        bytes.append(number: item.id.rawValue)
        bytes.append(text: item.sku)
        bytes.append(text: item.productID)
        bytes.append(text: item.category)
        bytes.append(number: item.lowStockThreshold)
        write(item.backorder, to: &bytes)
        bytes.append(item.components) { part, bytes in
            bytes.append(number: part.item.rawValue)
            bytes.append(number: part.quantity)
        }
        bytes.append(flag: item.isActive)
        bytes.append(number: item.version)
    }

    static func item(_ reader: inout ChangesReader) throws(StoreError) -> Item {
        var item = Item(id: ID(rawValue: try reader.number()), sku: try reader.text())
        item.productID = try reader.optionalText()
        item.category = try reader.optionalText()
        item.lowStockThreshold = try reader.optionalNumber()
        item.backorder = try backorder(&reader)
        item.components = try reader.list(of: 2) { reader throws(StoreError) in
            let part = ID<Item>(rawValue: try reader.number())
            return Item.Component(item: part, quantity: try reader.units())
        }
        item.isActive = try reader.flag()
        item.version = try reader.number()
        return item
    }

    static func write(_ profile: ItemProfile, to bytes: inout [UInt8]) {
        bytes.append(text: profile.title)
        bytes.append(profile.options) { option, bytes in
            bytes.append(text: option.name)
            bytes.append(text: option.value)
        }
        bytes.append(text: profile.barcode)
        bytes.append(profile.price, write)
        bytes.append(profile.cost, write)
        bytes.append(text: profile.imageURL)
        bytes.append(number: profile.createdAt.milliseconds)
        bytes.append(number: profile.updatedAt.milliseconds)
    }

    static func profile(_ reader: inout ChangesReader) throws(StoreError) -> ItemProfile {
        var profile = ItemProfile(title: try reader.text())
        profile.options = try reader.list(of: 2) { reader throws(StoreError) in
            let name = try reader.text()
            return ItemProfile.Option(name: name, value: try reader.text())
        }
        profile.barcode = try reader.optionalText()
        profile.price = try reader.optional(money)
        profile.cost = try reader.optional(money)
        profile.imageURL = try reader.optionalText()
        profile.createdAt = Timestamp(milliseconds: try reader.number())
        profile.updatedAt = Timestamp(milliseconds: try reader.number())
        return profile
    }

    // MARK: Their parts

    /// The numbers are stored: a released one never changes.
    private enum Backorder: UInt8 {
        case deny = 0
        case unlimited, limited
    }

    private static func write(_ policy: BackorderPolicy, to bytes: inout [UInt8]) {
        switch policy {
        case .deny: bytes.append(Backorder.deny.rawValue)
        case .allow(limit: nil): bytes.append(Backorder.unlimited.rawValue)
        case .allow(let limit?):
            bytes.append(Backorder.limited.rawValue)
            bytes.append(number: limit)
        }
    }

    private static func backorder(
        _ reader: inout ChangesReader
    ) throws(StoreError) -> BackorderPolicy {
        guard let policy = Backorder(rawValue: try reader.byte()) else { throw reader.corrupt }
        switch policy {
        case .deny: return .deny
        case .unlimited: return .allow(limit: nil)
        case .limited: return .allow(limit: try reader.number())
        }
    }

    private static func write(_ money: Money, to bytes: inout [UInt8]) {
        bytes.append(number: money.amount)
        bytes.append(text: money.currency)
    }

    private static func money(_ reader: inout ChangesReader) throws(StoreError) -> Money {
        let amount = try reader.number()
        return Money(amount: amount, currency: try reader.text())
    }
}
