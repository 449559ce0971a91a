internal import Domain
internal import JSON

extension SettingsEdit {
    /// The body of `PATCH /v1/settings`; null unsets, objects are merged.
    init(_ reader: inout JSONReader) throws {
        self.init()
        try reader.object { reader, name in
            switch name {
            case "ttl_seconds": try readTimesToLive(&reader)
            case "holder_limit": holderLimit = try reader.edit { try $0.quantity() }
            case "display_cap": displayCap = try reader.edit { try $0.quantity() }
            case "deduct":
                deduction = try reader.edit { try $0.word(Deduction.init(rawValue:)) }
            case "low_stock_threshold":
                lowStockThreshold = try reader.edit {
                    try $0.integer(in: 0...Quantities.maximum)
                }
            case "source_selection":
                sourceSelection = try reader.edit {
                    try $0.word(SourceSelection.init(rawValue:))
                }
            case "currency": currency = try reader.edit { try $0.currency() }
            case "time_zone": timeZone = try reader.edit { try $0.timeZone() }
            case _: return false
            }
            return true
        }
    }

    private mutating func readTimesToLive(_ reader: inout JSONReader) throws {
        if reader.null() {
            (cartTTL, checkoutTTL, abandonedCartTTL, orderTTL) = (.unset, .unset, .unset, .unset)
            return
        }
        try reader.object { reader, name in
            switch name {
            case "cart": cartTTL = try reader.edit { try $0.timeToLive(.cart) }
            case "checkout": checkoutTTL = try reader.edit { try $0.timeToLive(.checkout) }
            case "abandoned_cart":
                abandonedCartTTL = try reader.edit { try $0.timeToLive(.abandonedCart) }
            case "order": orderTTL = try reader.edit { try $0.timeToLive(.order) }
            case _: return false
            }
            return true
        }
    }
}

extension JSONReader {
    fileprivate mutating func timeToLive(_ kind: Reservation.Kind) throws -> Int64 {
        try integer(in: 1...kind.ttlMaximum)
    }

    /// A name of the IANA database: an area and a place, or UTC.
    fileprivate mutating func timeZone() throws -> String {
        let text = try name(1...64)
        guard TimeZoneName.isPlausible(text) else {
            throw error(.outOfRange, "\(path) must be a time zone like Europe/Berlin.")
        }
        return text
    }
}
