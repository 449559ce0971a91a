extension Schemas {
    private static let doorItems = Schema.array(
        .object([
            Property("productId", .sku, required: true),
            Property("quantity", quantity, required: true),
        ]), max: 200)

    static let doorReserve = Schema.object([
        Property("sessionId", .name(max: 190), required: true),
        Property("items", doorItems, required: true),
    ])

    static let doorRelease = Schema.object([
        Property("sessionId", .name(max: 190), required: true)
    ])

    static let doorOrder = Schema.object([
        Property("orderId", .name(max: 190), required: true),
        Property("items", doorItems, required: true),
    ])

    static let doorReservations = Schema.object([
        Property("success", .boolean, required: true),
        Property("expiresAt", .nullable(.time)),
        Property(
            "reservations",
            .array(
                .object([
                    Property("sessionId", .text),
                    Property("productId", .text, required: true),
                    Property("quantity", .count, required: true),
                    Property("expiresAt", .nullable(.time), required: true),
                ]))),
        Property("released", .count),
    ])

    static let doorReleased = Schema.object([
        Property("success", .boolean, required: true),
        Property("released", .count, required: true),
    ])

    static let doorStatus = Schema.map(
        .object([
            Property("stockQuantity", .count, required: true),
            Property("reservedQuantity", .count, required: true),
            Property("availableStock", .count, required: true),
            Property("isOutOfStock", .boolean, required: true),
        ]))

    static let doorMessage = Schema.object([
        Property("success", .boolean, required: true), Property("message", .text, required: true),
        Property("nextSteps", .array(.text), required: true),
    ])

    static let doorHealth = Schema.object([
        Property("success", .boolean, required: true),
        Property("status", .oneOf(["healthy", "unhealthy"]), required: true),
        Property("activeReservations", .count, required: true),
        Property("expiredReservations", .count, required: true),
        Property("failureRate", .number(min: 0, max: 1), required: true),
        Property("recommendations", .array(.text), required: true),
        Property("checkedAt", .time, required: true),
    ])
}
