internal import HTTP
internal import JSON

/// The API's own description in OpenAPI 3.1, written from the table that requests are dispatched
/// by.
struct OpenAPIDocument {
    let routes: [Route]
    let version: String

    func bytes() -> [UInt8] {
        var writer = JSONWriter(reservingCapacity: 128 << 10)
        writer.object { writer in
            writer.field("openapi", "3.1.0")
            writer.field("info") { writer in
                writer.object { writer in
                    writer.field("title", "Holdfast")
                    writer.field("summary", "The stock keeper of an online shop.")
                    writer.field("version", version)
                    writer.field("license") { writer in
                        writer.object { writer in
                            writer.field("name", "Apache-2.0")
                            writer.field("identifier", "Apache-2.0")
                        }
                    }
                }
            }
            writer.field("servers") { $0.array { $0.object { $0.field("url", "/") } } }
            writer.field("paths") { writePaths(to: &$0) }
            writer.field("components") { writeComponents(to: &$0) }
        }
        return writer.bytes
    }

    private func writePaths(to writer: inout JSONWriter) {
        var paths: [String] = []
        for route in routes where !paths.contains(route.path.text) {
            paths.append(route.path.text)
        }
        writer.object { writer in
            for path in paths {
                writer.field(path) { writer in
                    writer.object { writer in
                        for route in routes where route.path.text == path {
                            writer.field(route.method.name.lowercased()) {
                                Operation(route: route).write(to: &$0)
                            }
                        }
                    }
                }
            }
        }
    }

    private func writeComponents(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("securitySchemes") { writer in
                writer.object { writer in
                    writer.field("key") { writer in
                        writer.object { writer in
                            writer.field("type", "http")
                            writer.field("scheme", "bearer")
                            writer.field(
                                "description", "A secret key (hf_sk_…) or a publishable one.")
                        }
                    }
                    writer.field("query_key") { writer in
                        writer.object { writer in
                            writer.field("type", "apiKey")
                            writer.field("in", "query")
                            writer.field("name", "key")
                            writer.field("description", "A publishable key (hf_pk_…).")
                        }
                    }
                }
            }
            writer.field("schemas") { writer in
                writer.object { writer in
                    for (name, schema) in namedSchemas() {
                        writer.field(name) { schema.write(to: &$0) }
                    }
                }
            }
        }
    }

    /// The shapes with names of their own, each once, in the order in which they are met.
    private func namedSchemas() -> [(String, Schema)] {
        var found: [(String, Schema)] = []
        Schemas.problem.collect(into: &found)
        Schemas.doorProblem.collect(into: &found)
        for route in routes {
            switch route.body {
            case .none: break
            case .json(let schema), .optionalJSON(let schema): schema.collect(into: &found)
            }
            for answer in route.answers { answer.schema?.collect(into: &found) }
        }
        return found
    }
}
