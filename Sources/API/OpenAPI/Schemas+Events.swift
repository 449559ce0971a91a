internal import Domain

extension Schemas {
    /// An entry of the event log; its type says what its data is.
    static let event = Schema.named(
        "Event",
        .anyOf([
            entry(["stock.changed"], stockChange), entry(["stock.low", "stock.out"], stockAlert),
            entry(
                Event.ReservationStep.allCases.map { "reservation.\($0.rawValue)" },
                reservationStep),
        ]))

    /// What the stream of stock says of an item.
    static let stockEvent = Schema.named(
        "StockEvent",
        .object([
            Property("sku", .sku, required: true),
            Property("available", .count, required: true),
            Property("status", StockJSON.statusSchema, required: true),
            Property("sequence", .count, required: true),
        ]))

    private static func entry(_ types: [String], _ data: Schema) -> Schema {
        .object([
            Property("position", position, required: true),
            Property("id", .text, required: true),
            Property("type", .oneOf(types), required: true),
            Property("created_at", .time, required: true),
            Property("data", data, required: true),
        ])
    }

    private static let position = Schema.integer(min: 1)

    private static let stockChange = Schema.object(
        [
            Property("sku", .text, required: true),
            Property("product_id", .nullable(.text), required: true),
            Property("location", .text, required: true),
        ] + QuantitiesJSON.properties(required: true) + [
            Property("available", .count, required: true),
            Property("sequence", position, required: true),
        ])

    private static let stockAlert = Schema.object([
        Property("sku", .text, required: true),
        Property("product_id", .nullable(.text), required: true),
        Property("channel", .text, required: true),
        Property("available", .count, required: true),
        Property("sequence", position, required: true),
    ])

    private static let reservationStep = Schema.object([
        Property("reservation", reservation, required: true),
        Property(
            "changed",
            .array(
                .object([
                    Property("sku", .text, required: true),
                    Property("quantity", signed, required: true),
                ])), required: true),
    ])
}
