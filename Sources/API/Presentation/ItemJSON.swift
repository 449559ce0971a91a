internal import Domain
internal import JSON

/// An item as the API shows it.
enum ItemJSON {
    static func write(
        _ item: Item, _ profile: ItemProfile, to writer: inout JSONWriter,
        names: some Names
    ) {
        writer.object { writer in
            writeFields(item, profile, to: &writer, names: names)
        }
    }

    /// Writes the members into an object that is open, for those who add some.
    static func writeFields(
        _ item: Item, _ profile: ItemProfile, to writer: inout JSONWriter,
        names: some Names
    ) {
        writer.field("sku", item.sku)
        writer.field("title", profile.title)
        writer.field("product_id", item.productID)
        writer.field("options") { writer in
            writer.object { writer in
                for option in profile.options { writer.field(option.name, option.value) }
            }
        }
        writer.field("barcode", profile.barcode)
        writer.field("price") { MoneyJSON.write(profile.price, to: &$0) }
        writer.field("cost") { MoneyJSON.write(profile.cost, to: &$0) }
        writer.field("category", item.category)
        writer.field("image_url", profile.imageURL)
        writer.field("low_stock_threshold", item.lowStockThreshold)
        writer.field("backorder") { write(item.backorder, to: &$0) }
        writer.field("components") { writer in
            writer.array { writer in
                for part in item.components { write(part, to: &writer, names: names) }
            }
        }
        writer.field("active", item.isActive)
        writer.field("version", item.version)
        writer.field("created_at", profile.createdAt)
        writer.field("updated_at", profile.updatedAt)
    }

    private static func write(_ policy: BackorderPolicy, to writer: inout JSONWriter) {
        writer.object { writer in
            switch policy {
            case .deny: writer.field("policy", "deny")
            case .allow(let limit):
                writer.field("policy", "allow")
                writer.field("limit", limit)
            }
        }
    }

    private static func write(
        _ part: Item.Component, to writer: inout JSONWriter, names: some Names
    ) {
        writer.object { writer in
            writer.field("sku", names.sku(of: part.item))
            writer.field("quantity", part.quantity)
        }
    }
}
