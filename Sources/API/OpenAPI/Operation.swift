internal import HTTP
internal import JSON

/// One route in the words of OpenAPI.
struct Operation {
    let route: Route

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("operationId", identifier)
            writer.field("summary", route.summary)
            writer.field("tags") { $0.array { $0.element(route.tag) } }
            writeSecurity(to: &writer)
            writeParameters(to: &writer)
            writeBody(to: &writer)
            writer.field("responses") { writeResponses(to: &$0) }
        }
    }

    private var identifier: String {
        let words = route.path.segments.map { segment in
            switch segment {
            case .literal(let text), .parameter(let text):
                String(text.map { $0.isLetter || $0.isNumber ? $0 : "_" })
            }
        }
        return ([route.method.name.lowercased()] + words).joined(separator: "_")
    }

    private func writeSecurity(to writer: inout JSONWriter) {
        let schemes: [String] =
            switch route.access {
            case .open: []
            case .secret, .local, .root: ["key"]
            case .publishable, .door: ["key", "query_key"]
            }
        writer.field("security") { writer in
            writer.array { writer in
                if case .local = route.access { writer.object { _ in } }
                for scheme in schemes {
                    writer.object { $0.field(scheme) { $0.array { _ in } } }
                }
            }
        }
        if let scope = route.access.scope {
            writer.field("description", "Scope `\(scope.rawValue)`.")
        }
    }

    private func writeParameters(to writer: inout JSONWriter) {
        writer.field("parameters") { writer in
            writer.array { writer in
                for name in route.path.parameters {
                    write(name, "path", .name(max: 200), isRequired: true, to: &writer)
                }
                for parameter in route.query {
                    let schema = parameter.repeats ? .array(parameter.schema) : parameter.schema
                    write(
                        parameter.name, "query", schema, parameter.summary,
                        isRequired: parameter.isRequired, to: &writer)
                }
                if route.takesIdempotencyKey {
                    write(
                        "Idempotency-Key", "header",
                        .string(min: 1, max: 255, pattern: "^[!-~]+$"),
                        "Makes a repeated request harmless, for 24 hours.", isRequired: false,
                        to: &writer)
                }
            }
        }
    }

    private func write(
        _ name: String, _ place: String, _ schema: Schema, _ summary: String? = nil,
        isRequired: Bool, to writer: inout JSONWriter
    ) {
        writer.object { writer in
            writer.field("name", name)
            writer.field("in", place)
            if let summary { writer.field("description", summary) }
            writer.field("required", isRequired)
            writer.field("schema") { schema.write(to: &$0) }
        }
    }

    private func writeBody(to writer: inout JSONWriter) {
        let (schema, isRequired): (Schema, Bool)
        switch route.body {
        case .none: return
        case .json(let body): (schema, isRequired) = (body, true)
        case .optionalJSON(let body): (schema, isRequired) = (body, false)
        }
        writer.field("requestBody") { writer in
            writer.object { writer in
                writer.field("required", isRequired)
                writer.field("content") { writer in
                    content("application/json", schema, isRequest: true, to: &writer)
                }
            }
        }
    }

    private func writeResponses(to writer: inout JSONWriter) {
        writer.object { writer in
            for answer in route.answers {
                writer.field(String(answer.status)) { writer in
                    writer.object { writer in
                        writer.field("description", answer.summary)
                        guard let type = answer.contentType else { return }
                        writer.field("content") { writer in
                            content(type, answer.schema, isRequest: false, to: &writer)
                        }
                    }
                }
            }
            writer.field("default") { writer in
                writer.object { writer in
                    writer.field("description", "What went wrong.")
                    writer.field("content") { writer in
                        if route.isDoor {
                            content(
                                "application/json", Schemas.doorProblem, isRequest: false,
                                to: &writer)
                        } else {
                            content(
                                "application/problem+json", Schemas.problem, isRequest: false,
                                to: &writer)
                        }
                    }
                }
            }
        }
    }

    private func content(
        _ type: String, _ schema: Schema?, isRequest: Bool, to writer: inout JSONWriter
    ) {
        writer.object { writer in
            writer.field(type) { writer in
                writer.object { writer in
                    guard let schema else { return }
                    writer.field("schema") {
                        schema.write(isStrict: isRequest && !route.isDoor, to: &$0)
                    }
                }
            }
        }
    }
}

extension Route {
    /// The word under which the reference lists it.
    var tag: String {
        let words = path.segments.prefix(2).compactMap { segment in
            if case .literal(let text) = segment { text } else { nil }
        }
        return words.first == "v1" ? words.dropFirst().first ?? "v1" : words.first ?? "root"
    }
}
