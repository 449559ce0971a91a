internal import Domain
internal import JSON

/// A new tenant as the API shows it, with the texts of its two keys.
enum TenantJSON {
    static func write(_ tenant: TenantRecord, keys: [String], to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", tenant.id)
            writer.field("name", tenant.name)
            writer.field("plan", tenant.plan.rawValue)
            writer.field("secret_key", keys.first)
            writer.field("publishable_key", keys.dropFirst().first)
        }
    }
}
