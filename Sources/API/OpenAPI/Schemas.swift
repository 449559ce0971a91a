/// The shapes that the API takes and gives.
enum Schemas {
    typealias Property = Schema.Property

    static let name200 = Schema.name(max: 200)
    static let channel = Schema.string(
        min: 1, max: 50, pattern: "^[A-Za-z0-9_.:-]+$", example: "online")
    static let currency = Schema.string(
        min: 3, max: 3, pattern: "^[A-Z]{3}$", example: "EUR")
    static let kind = Schema.oneOf(["cart", "checkout", "abandoned_cart", "order"])
    static let quantity = Schema.integer(min: 1, max: 9_007_199_254_740_991)
    static let signed = Schema.integer(
        min: -9_007_199_254_740_991, max: 9_007_199_254_740_991)
    static let version = Schema.integer(min: 1)
    static let seconds = Schema.integer(min: 1, max: 2_592_000)

    static let money = Schema.object([
        Property("amount", .count, required: true),
        Property("currency", currency, required: true),
    ])

    static let problem = Schema.named(
        "Problem",
        .object([
            Property("type", .text, required: true), Property("title", .text, required: true),
            Property("status", .integer(min: 400, max: 599), required: true),
            Property("detail", .text, required: true),
            Property("code", .string(pattern: "^[a-z_]+$"), required: true),
            Property(
                "errors",
                .array(
                    .object([
                        Property("index", .integer(min: 0)), Property("sku", .text),
                        Property("field", .text), Property("code", .text, required: true),
                        Property("detail", .text, required: true),
                        Property("requested", signed), Property("available", signed),
                        Property("current", signed),
                    ]))),
            Property("request_id", .text, required: true),
        ]))

    static let doorProblem = Schema.named(
        "DoorProblem",
        .object([
            Property("success", .boolean, required: true),
            Property("error", .text, required: true),
            Property(
                "unavailableItems",
                .array(
                    .object([
                        Property("productId", .text, required: true),
                        Property("requested", signed, required: true),
                        Property("available", signed, required: true),
                    ]))),
        ]))
}
