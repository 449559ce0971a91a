extension Schemas {
    static let status = Schema.object([Property("status", .text, required: true)])

    /// Which members a difference has depends on what was checked: a quantity of an item, a line
    /// of a reservation, or a place in the log.
    private static let difference = Schema.object([
        Property("sku", .text), Property("location", .text), Property("quantity", .text),
        Property("expected", signed), Property("actual", signed),
        Property("reservation_id", .text), Property("line", .count),
        Property("after_position", .count),
    ])

    private static let healthCheck = Schema.named(
        "HealthCheck",
        .object([
            Property("name", .text, required: true), Property("ok", .boolean, required: true),
            Property("count", .count, required: true),
            Property("differences", .array(difference, max: 1_000), required: true),
        ]))

    static let inventoryHealth = Schema.object([
        Property("ok", .boolean, required: true),
        Property("checks", .array(healthCheck), required: true),
        Property(
            "reservations",
            .object(
                ["active", "expired", "expired_not_yet_booked"].map {
                    Property($0, .count, required: true)
                }), required: true),
        Property("failure_rate_last_hour", .number(min: 0, max: 1), required: true),
        Property("patterns", .array(.text), required: true),
        Property("recommendations", .array(.text), required: true),
    ])
}
