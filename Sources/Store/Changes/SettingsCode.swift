import Domain

/// A merchant's settings and allocation policies.
enum SettingsCode {
    static func write(_ settings: Settings, to bytes: inout [UInt8]) {
        bytes.append(number: settings.ttlSeconds.cart)
        bytes.append(number: settings.ttlSeconds.checkout)
        bytes.append(number: settings.ttlSeconds.abandonedCart)
        bytes.append(number: settings.ttlSeconds.order)
        bytes.append(number: settings.holderLimit)
        bytes.append(number: settings.displayCap)
        bytes.append(text: settings.deduction.rawValue)
        bytes.append(number: settings.lowStockThreshold)
        bytes.append(text: settings.sourceSelection.rawValue)
        bytes.append(text: settings.currency)
        bytes.append(text: settings.timeZone)
        bytes.append(number: settings.version)
    }

    static func settings(_ reader: inout ChangesReader) throws(StoreError) -> Settings {
        var settings = Settings()
        settings.ttlSeconds.cart = try reader.number()
        settings.ttlSeconds.checkout = try reader.number()
        settings.ttlSeconds.abandonedCart = try reader.number()
        settings.ttlSeconds.order = try reader.optionalNumber()
        settings.holderLimit = try reader.optionalNumber()
        settings.displayCap = try reader.optionalNumber()
        settings.deduction = try reader.word()
        settings.lowStockThreshold = try reader.number()
        settings.sourceSelection = try reader.word()
        settings.currency = try reader.text()
        settings.timeZone = try reader.text()
        settings.version = try reader.number()
        return settings
    }

    static func write(_ policy: AllocationPolicy, to bytes: inout [UInt8]) {
        bytes.append(text: policy.channel.name)
        bytes.append(text: policy.sku)
        bytes.append(text: policy.category)
        bytes.append(number: policy.share.millionths)
        bytes.append(number: policy.buffer?.millionths)
    }

    static func policy(_ reader: inout ChangesReader) throws(StoreError) -> AllocationPolicy {
        let channel = Channel(try reader.text())
        let sku = try reader.optionalText()
        let category = try reader.optionalText()
        let share = try fraction(&reader)
        return AllocationPolicy(
            channel: channel, sku: sku, category: category, share: share,
            buffer: try reader.optional(fraction))
    }

    private static func fraction(_ reader: inout ChangesReader) throws(StoreError) -> Fraction {
        guard let share = Fraction(millionths: try reader.number()) else { throw reader.corrupt }
        return share
    }
}
