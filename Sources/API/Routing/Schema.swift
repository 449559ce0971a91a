internal import JSON

/// The shape of a JSON value, as far as the API's own description tells it.
indirect enum Schema: Sendable {
    case string(
        min: Int = 0, max: Int? = nil, format: String? = nil, pattern: String? = nil,
        example: String? = nil)
    case oneOf([String])
    case integer(min: Int64? = nil, max: Int64? = nil)
    case number(min: Double? = nil, max: Double? = nil)
    case boolean
    case array(Schema, min: Int = 0, max: Int? = nil)
    case object([Property])
    /// An object with any names, whose values are alike.
    case map(Schema)
    /// Any object.
    case anything
    case nullable(Schema)
    /// One of several shapes.
    case anyOf([Schema])
    /// A shape with a name of its own, written once in the description.
    case named(String, Schema)

    /// A member of an object.
    struct Property: Sendable {
        let name: String
        let schema: Schema
        let isRequired: Bool

        init(_ name: String, _ schema: Schema, required: Bool = false) {
            self.name = name
            self.schema = schema
            isRequired = required
        }
    }

    static let text = Schema.string()
    static let count = Schema.integer(min: 0, max: 9_007_199_254_740_991)
    static let time = Schema.string(format: "date-time")
    static let sku = Schema.name(max: 100)

    /// Without control characters and without those that turn the direction of writing.
    static func name(max: Int) -> Schema {
        let control = #"\u0000-\u001F\u007F-\u009F"#
        let direction = #"\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF"#
        return .string(min: 1, max: max, pattern: "^[^\(control)\(direction)]+$")
    }

    /// A list's envelope: `data`, `next_cursor`, `position`.
    static func list(of element: Schema) -> Schema {
        .object([
            Property("data", .array(element), required: true),
            Property("next_cursor", .nullable(.text), required: true),
            Property("position", .integer(min: 0), required: true),
        ])
    }
}
