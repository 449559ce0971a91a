extension Schemas {
    private static let line = Schema.object([
        Property("sku", .sku, required: true), Property("quantity", quantity, required: true),
        Property("location", .nullable(.name(max: 100))),
    ])

    private static func reservationLines(min: Int) -> Schema {
        .array(line, min: min, max: ReserveLimits.lines)
    }

    private enum ReserveLimits {
        static let lines = 200
    }

    static let reserveRequest = Schema.object([
        Property("lines", reservationLines(min: 1), required: true),
        Property("holder", .nullable(name200)), Property("kind", .nullable(kind)),
        Property("channel", .nullable(channel)), Property("ttl_seconds", .nullable(seconds)),
        Property("mode", .nullable(.oneOf(["all", "partial"]))),
        Property("metadata", .nullable(.anything)),
    ])

    static let sessionRequest = Schema.object([
        Property("lines", reservationLines(min: 0), required: true),
        Property("kind", .nullable(kind)),
        Property("channel", .nullable(channel)), Property("ttl_seconds", .nullable(seconds)),
        Property("mode", .nullable(.oneOf(["all", "partial"]))),
    ])

    static let reservationChange = Schema.object([
        Property("ttl_seconds", .nullable(seconds)),
        Property("lines", .nullable(reservationLines(min: 0))),
        Property("kind", .nullable(kind)),
    ])

    static let commitRequest = Schema.object([
        Property("order_id", .nullable(name200)),
        Property("deduct", .nullable(.oneOf(["on_shipment", "now"]))),
    ])

    static let picks = Schema.object([
        Property("lines", .nullable(reservationLines(min: 1)))
    ])

    static let reservation = Schema.named(
        "Reservation",
        .object([
            Property("id", .text, required: true),
            Property(
                "state", .oneOf(["active", "committed", "released", "expired", "preempted"]),
                required: true),
            Property("kind", kind, required: true),
            Property("holder", .nullable(.text), required: true),
            Property("channel", .text, required: true),
            Property("lines", .array(reservationLine), required: true),
            Property("created_at", .time, required: true),
            Property("expires_at", .nullable(.time), required: true),
            Property("ended_at", .nullable(.time), required: true),
            Property("order_id", .nullable(.text), required: true),
            Property("replaces", .nullable(.text), required: true),
            Property("metadata", .nullable(.anything), required: true),
            Property("version", version, required: true),
        ]))

    private static let reservationLine = Schema.named(
        "ReservationLine",
        .object(
            [Property("sku", .text, required: true)]
                + [
                    "quantity", "requested", "committed", "shipped", "short", "backordered",
                    "cancelled",
                ].map { Property($0, .count, required: true) } + [
                    Property(
                        "allocations",
                        .array(
                            .object([
                                Property("sku", .text),
                                Property("location", .text, required: true),
                                Property("quantity", .count, required: true),
                            ])), required: true)
                ]))
}
