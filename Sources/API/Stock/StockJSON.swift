internal import Domain
internal import JSON

/// Stock as the API shows it.
enum StockJSON {
    static func write(_ view: StockView, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("sku", view.sku)
            writer.field("available", view.available)
            writer.field("status", view.status.rawValue)
            guard let own = view.own else { return }
            QuantitiesJSON.writeFields(own.total, to: &writer)
            writer.field("backordered", own.backordered)
            writer.field("levels") { writer in
                writer.array { writer in
                    for level in own.levels { write(level, to: &writer) }
                }
            }
        }
    }

    static func write(_ stock: PublicStock, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("sku", stock.sku)
            writer.field("available", stock.available)
            writer.field("status", stock.status.rawValue)
        }
    }

    private static func write(_ level: StockView.Level, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("location", level.location)
            writer.field("available", level.quantities.available)
            QuantitiesJSON.writeFields(level.quantities, to: &writer)
        }
    }

    static let schema = Schema.named(
        "Stock",
        .object(
            [
                .init("sku", .sku, required: true),
                .init("available", .count, required: true),
                .init("status", statusSchema, required: true),
            ] + QuantitiesJSON.properties() + [
                .init("backordered", .count),
                .init("levels", .array(levelSchema)),
            ]))

    static let statusSchema = Schema.oneOf(StockStatus.allCases.map(\.rawValue))

    private static let levelSchema = Schema.object(
        [
            .init("location", .text, required: true),
            .init("available", .count, required: true),
        ] + QuantitiesJSON.properties())
}
