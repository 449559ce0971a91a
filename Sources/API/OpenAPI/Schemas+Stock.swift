extension Schemas {
    private static let adjustLine = Schema.object([
        Property("sku", .sku, required: true),
        Property("location", .nullable(.name(max: 100))),
        Property("delta", signed), Property("set_to", .count),
        Property(
            "quantity", .oneOf(["on_hand", "unavailable", "incoming", "safety_stock"])),
        Property("expected", .nullable(.count)),
    ])

    private static let reasons = [
        "received", "sold", "returned", "counted", "damaged", "lost", "found", "transferred",
        "corrected", "supplier_sync", "initial",
    ]

    static let adjustRequest = Schema.object([
        Property("lines", .array(adjustLine, min: 1, max: 1_000), required: true),
        Property("reason", .oneOf(reasons), required: true),
        Property("reference", .nullable(name200)), Property("dry_run", .boolean),
    ])

    static let movement = Schema.named(
        "Movement",
        .object([
            Property("id", .text, required: true), Property("sku", .text, required: true),
            Property("location", .text, required: true),
            Property("changes", .map(signed), required: true),
            Property("reason", .text, required: true),
            Property("reference", .nullable(.text), required: true),
            Property("actor", .text, required: true),
            Property("reservation_id", .nullable(.text), required: true),
            Property("order_id", .nullable(.text), required: true),
            Property("created_at", .time, required: true),
        ]))

    private static let skuQuantities = Schema.array(
        .object([
            Property("sku", .text, required: true), Property("quantity", .count, required: true),
        ]))

    static let adjustment = Schema.object([
        Property("movements", .array(movement), required: true),
        Property(
            "preempted",
            .array(
                .object([
                    Property("reservation_id", .text, required: true),
                    Property("order_id", .nullable(.text), required: true),
                    Property("lines", skuQuantities, required: true),
                ])), required: true),
    ])

    static let transferRequest = Schema.object([
        Property("from", .name(max: 100), required: true),
        Property("to", .name(max: 100), required: true),
        Property(
            "lines",
            .array(
                .object([
                    Property("sku", .sku, required: true),
                    Property("quantity", quantity, required: true),
                ]), min: 1, max: 200), required: true),
        Property("in_transit", .boolean), Property("reference", .nullable(name200)),
    ])

    static let transfer = Schema.named(
        "Transfer",
        .object([
            Property("id", .text, required: true),
            Property(
                "state", .oneOf(["done", "in_transit", "received", "closed"]), required: true),
            Property("from", .text, required: true), Property("to", .text, required: true),
            Property(
                "lines",
                .array(
                    .object([
                        Property("sku", .text, required: true),
                        Property("quantity", .count, required: true),
                        Property("received", .count, required: true),
                        Property("damaged", .count, required: true),
                    ])), required: true),
            Property("reference", .nullable(.text), required: true),
            Property("created_at", .time, required: true),
        ]))

    static let repairRequest = Schema.object([Property("dry_run", .boolean)])

    static let repair = Schema.object([
        Property("dry_run", .boolean, required: true),
        Property("movements", .array(movement), required: true),
    ])
}
