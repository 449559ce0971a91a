internal import Domain
internal import JSON

/// A key as the API shows it; its text only once, when it was made.
enum KeyJSON {
    static func write(_ key: APIKey, text: String? = nil, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", key.id)
            writer.field("name", key.name)
            writer.field("kind", key.kind.rawValue)
            if let text { writer.field("key", text) }
            writer.field("prefix", key.prefix)
            writer.field("scopes") { writer in
                writer.array { writer in
                    for scope in key.scopes { writer.element(scope) }
                }
            }
            writer.field("allowed_origins") { writer in
                writer.array { writer in
                    for origin in key.allowedOrigins { writer.element(origin) }
                }
            }
            writer.field("created_at", key.createdAt)
            writer.field("expires_at", key.expiresAt)
        }
    }
}
