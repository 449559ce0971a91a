extension Schemas {
    private static let timesToLive = ["cart", "checkout", "abandoned_cart", "order"]

    private static let settingsFields: [Property] = [
        Property("holder_limit", .nullable(quantity)),
        Property("display_cap", .nullable(quantity)),
        Property("deduct", .nullable(.oneOf(["on_shipment", "now"]))),
        Property("low_stock_threshold", .nullable(.count)),
        Property("source_selection", .nullable(.oneOf(["fewest_parcels", "priority"]))),
        Property("currency", .nullable(currency)),
        Property("time_zone", .nullable(.string(min: 1, max: 64, example: "Europe/Berlin"))),
    ]

    private static let timesToLiveFields = timesToLive.map { Property($0, .nullable(seconds)) }

    static let settingsEdit = Schema.object(
        [Property("ttl_seconds", .nullable(.object(timesToLiveFields)))] + settingsFields)

    static let settings = Schema.named(
        "Settings",
        .object(
            [Property("ttl_seconds", .object(timesToLiveFields), required: true)]
                + settingsFields.map { Property($0.name, $0.schema, required: true) } + [
                    Property("version", version, required: true)
                ]))

    static let policies = Schema.object([
        Property(
            "data",
            .array(
                .object([
                    Property("channel", channel, required: true),
                    Property("sku", .nullable(.sku)),
                    Property("category", .nullable(.name(max: 100))),
                    Property("share", .number(min: 0, max: 1), required: true),
                    Property("buffer", .nullable(.number(min: 0, max: 1))),
                ]), max: 1_000), required: true)
    ])

    private static let scopes = Schema.array(.oneOf(Scope.allCases.map(\.rawValue)), max: 50)

    static let keyRequest = Schema.object([
        Property("name", .name(max: 100), required: true),
        Property("kind", .oneOf(["secret", "publishable"]), required: true),
        Property("scopes", .nullable(scopes)),
        Property("allowed_origins", .nullable(.array(.string(min: 9, format: "uri"), max: 50))),
        Property("expires_at", .nullable(.time)),
    ])

    private static let keyFields: [Property] = [
        Property("id", .text, required: true), Property("name", .text, required: true),
        Property("kind", .oneOf(["secret", "publishable", "root"]), required: true),
        Property("prefix", .text, required: true),
        Property("scopes", .array(.text), required: true),
        Property("allowed_origins", .array(.text), required: true),
        Property("created_at", .time, required: true),
        Property("expires_at", .nullable(.time), required: true),
    ]

    static let key = Schema.named("Key", .object(keyFields))
    static let newKey = Schema.named(
        "NewKey", .object(keyFields + [Property("key", .text, required: true)]))

    static let tenantRequest = Schema.object([
        Property("name", name200, required: true),
        Property("plan", .nullable(.oneOf(["free", "pro", "premium"]))),
    ])

    static let tenant = Schema.named(
        "Tenant",
        .object(
            ["id", "name", "plan", "secret_key", "publishable_key"].map {
                Property($0, .text, required: true)
            }))

    static let clockRequest = Schema.object([
        Property("advance_seconds", .integer(min: 0, max: ClockBody.secondsMax)),
        Property("set", .time),
    ])
}
