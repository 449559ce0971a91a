extension Schemas {
    private static let backorder = Schema.object([
        Property("policy", .oneOf(["deny", "allow"]), required: true),
        Property("limit", .nullable(.count)),
    ])

    private static let components = Schema.array(
        .object([
            Property("sku", .sku, required: true), Property("quantity", quantity, required: true),
        ]), max: 100)

    private static let imageURL = Schema.string(min: 9, max: 2_048, format: "uri")
    /// An item of the demo shop has a picture of this server's own.
    private static let shownImageURL = Schema.string(max: 2_048, format: "uri-reference")

    private static let itemFields: [Property] = [
        Property("product_id", .nullable(.name(max: 100))),
        Property("options", .nullable(.map(.string(min: 1, max: 100)))),
        Property(
            "barcode",
            .nullable(.string(min: 8, max: 14, pattern: "^[0-9]+$", example: "4006381333931"))),
        Property("price", .nullable(money)), Property("cost", .nullable(money)),
        Property("category", .nullable(.name(max: 100))),
        Property("image_url", .nullable(imageURL)),
        Property("low_stock_threshold", .nullable(.count)),
        Property("backorder", .nullable(backorder)),
        Property("components", .nullable(components)), Property("active", .boolean),
    ]

    private static let shownItemFields = itemFields.map { field in
        let isImage = field.name == "image_url"
        let schema = isImage ? Schema.nullable(shownImageURL) : field.schema
        return Property(field.name, schema, required: true)
    }

    static let itemRequest = Schema.object(
        [Property("title", .string(min: 1, max: 500), required: true)] + itemFields)

    static let itemEdit = Schema.object(
        [Property("sku", .sku), Property("title", .string(min: 1, max: 500))] + itemFields)

    static let item = Schema.named(
        "Item",
        .object(
            [
                Property("sku", .text, required: true), Property("title", .text, required: true),
            ] + shownItemFields + [
                Property("version", version, required: true),
                Property("created_at", .time, required: true),
                Property("updated_at", .time, required: true),
                Property("stock", StockJSON.schema),
            ]))

    private static let locationFields: [Property] = [
        Property("priority", .nullable(.integer(min: 0, max: 1_000_000))),
        Property("channels", .nullable(.array(channel, max: 50))),
        Property("address", .nullable(.string(min: 1, max: 500))), Property("active", .boolean),
    ]

    static let locationRequest = Schema.object(
        [
            Property("code", .name(max: 50), required: true),
            Property("name", name200, required: true),
        ] + locationFields)

    static let locationEdit = Schema.object(
        [Property("code", .name(max: 50)), Property("name", name200)]
            + locationFields)

    static let location = Schema.named(
        "Location",
        .object(
            [
                Property("id", .text, required: true), Property("code", .text, required: true),
                Property("name", .text, required: true),
            ] + locationFields.map { Property($0.name, $0.schema, required: true) } + [
                Property("version", version, required: true)
            ]))
}
