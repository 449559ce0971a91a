import Domain

/// A merchant's account and its credentials.
enum KeyCode {
    static func write(_ tenant: TenantRecord, to bytes: inout [UInt8]) {
        bytes.append(number: tenant.id.rawValue)
        bytes.append(text: tenant.name)
        bytes.append(text: tenant.plan.rawValue)
        bytes.append(number: tenant.createdAt.milliseconds)
    }

    static func tenant(_ reader: inout ChangesReader) throws(StoreError) -> TenantRecord {
        let id = ID<Tenant>(rawValue: try reader.number())
        let name = try reader.text()
        let plan: Plan = try reader.word()
        return TenantRecord(
            id: id, name: name, plan: plan,
            createdAt: Timestamp(milliseconds: try reader.number()))
    }

    static func write(_ key: APIKey, to bytes: inout [UInt8]) {
        bytes.append(number: key.id.rawValue)
        bytes.append(number: key.tenant.rawValue)
        bytes.append(text: key.name)
        bytes.append(text: key.kind.rawValue)
        bytes.append(blob: key.digest)
        bytes.append(text: key.prefix)
        bytes.append(key.scopes) { $1.append(text: $0) }
        bytes.append(key.allowedOrigins) { $1.append(text: $0) }
        bytes.append(number: key.createdAt.milliseconds)
        bytes.append(number: key.expiresAt?.milliseconds)
    }

    static func key(_ reader: inout ChangesReader) throws(StoreError) -> APIKey {
        let id = ID<APIKey>(rawValue: try reader.number())
        let tenant = ID<Tenant>(rawValue: try reader.number())
        let name = try reader.text()
        let kind: APIKey.Kind = try reader.word()
        let digest = try reader.blob()
        let prefix = try reader.text()
        let scopes = try reader.list(of: 1) { reader throws(StoreError) in try reader.text() }
        let origins = try reader.list(of: 1) { reader throws(StoreError) in try reader.text() }
        let createdAt = Timestamp(milliseconds: try reader.number())
        return APIKey(
            id: id, tenant: tenant, name: name, kind: kind, digest: digest, prefix: prefix,
            scopes: scopes, allowedOrigins: origins, createdAt: createdAt,
            expiresAt: try reader.optionalNumber().map { Timestamp(milliseconds: $0) })
    }
}
