internal import Domain
internal import JSON

/// A tenant's settings as the API shows them.
enum SettingsJSON {
    static func write(_ settings: Settings, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("ttl_seconds") { writer in
                writer.object { writer in
                    writer.field("cart", settings.ttlSeconds.cart)
                    writer.field("checkout", settings.ttlSeconds.checkout)
                    writer.field("abandoned_cart", settings.ttlSeconds.abandonedCart)
                    writer.field("order", settings.ttlSeconds.order)
                }
            }
            writer.field("holder_limit", settings.holderLimit)
            writer.field("display_cap", settings.displayCap)
            writer.field("deduct", settings.deduction.rawValue)
            writer.field("low_stock_threshold", settings.lowStockThreshold)
            writer.field("source_selection", settings.sourceSelection.rawValue)
            writer.field("currency", settings.currency)
            writer.field("time_zone", settings.timeZone)
            writer.field("version", settings.version)
        }
    }
}
