internal import JSON

extension Schema {
    /// Writes the shape as JSON Schema, in the dialect of OpenAPI 3.1.
    ///
    /// `isStrict` says that objects take no other members, as in requests.
    func write(isStrict: Bool = false, to writer: inout JSONWriter) {
        writer.object { writer in
            switch self {
            case .named(let name, _): writer.field("$ref", "#/components/schemas/" + name)
            case .nullable(let schema):
                writer.field("anyOf") { writer in
                    writer.array { writer in
                        schema.write(isStrict: isStrict, to: &writer)
                        writer.object { $0.field("type", "null") }
                    }
                }
            case .anyOf(let schemas):
                writer.field("anyOf") { writer in
                    writer.array { writer in
                        for schema in schemas { schema.write(isStrict: isStrict, to: &writer) }
                    }
                }
            case .string, .oneOf, .integer, .number, .boolean: writeScalar(to: &writer)
            case .array(let element, let min, let max):
                writer.field("type", "array")
                writer.field("items") { element.write(isStrict: isStrict, to: &$0) }
                if min > 0 { writer.field("minItems", min) }
                if let max { writer.field("maxItems", max) }
            case .object(let properties):
                write(properties, isStrict: isStrict, to: &writer)
            case .map(let value):
                writer.field("type", "object")
                writer.field("additionalProperties") { value.write(to: &$0) }
            case .anything: writer.field("type", "object")
            }
        }
    }

    /// Adds the shapes with names of their own that this one uses, itself included.
    func collect(into found: inout [(String, Schema)]) {
        switch self {
        case .named(let name, let schema):
            guard !found.contains(where: { $0.0 == name }) else { return }
            found.append((name, schema))
            schema.collect(into: &found)
        case .nullable(let schema), .map(let schema), .array(let schema, _, _):
            schema.collect(into: &found)
        case .object(let properties):
            for property in properties { property.schema.collect(into: &found) }
        case .anyOf(let schemas): for schema in schemas { schema.collect(into: &found) }
        case .string, .oneOf, .integer, .number, .boolean, .anything: break
        }
    }

    private func writeScalar(to writer: inout JSONWriter) {
        switch self {
        case .string(let min, let max, let format, let pattern, let example):
            writer.field("type", "string")
            if min > 0 { writer.field("minLength", min) }
            if let max { writer.field("maxLength", max) }
            if let format { writer.field("format", format) }
            if let pattern { writer.field("pattern", pattern) }
            if let example { writer.field("examples") { $0.array { $0.element(example) } } }
        case .oneOf(let words):
            writer.field("type", "string")
            writer.field("enum") { writer in
                writer.array { writer in
                    for word in words { writer.element(word) }
                }
            }
        case .integer(let min, let max):
            writer.field("type", "integer")
            if let min { writer.field("minimum", min) }
            if let max { writer.field("maximum", max) }
        case .number(let min, let max):
            writer.field("type", "number")
            if let min { writer.field("minimum", min) }
            if let max { writer.field("maximum", max) }
        case .boolean: writer.field("type", "boolean")
        case .array, .object, .map, .anything, .nullable, .anyOf, .named: break
        }
    }

    private func write(
        _ properties: [Property], isStrict: Bool, to writer: inout JSONWriter
    ) {
        writer.field("type", "object")
        writer.field("properties") { writer in
            writer.object { writer in
                for property in properties {
                    writer.field(property.name) {
                        property.schema.write(isStrict: isStrict, to: &$0)
                    }
                }
            }
        }
        let required = properties.filter(\.isRequired)
        if !required.isEmpty {
            writer.field("required") { writer in
                writer.array { writer in
                    for property in required { writer.element(property.name) }
                }
            }
        }
        if isStrict { writer.field("additionalProperties", false) }
    }
}
