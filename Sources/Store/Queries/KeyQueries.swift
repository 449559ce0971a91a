public import Domain

/// Credentials, in the order in which they were made. The text of a key is nowhere.
public enum KeyQueries {
    public static func page(
        _ order: PageOrder<Int64>, of tenant: ID<Tenant>, in snapshot: any Snapshot
    ) throws(StoreError) -> [APIKey] {
        let rows = try snapshot.rows(
            order.isDescending ? descending : ascending,
            [.integer(tenant.rawValue), order.start, order.count])
        var keys: [APIKey] = []
        for row in rows { keys.append(try key(row, of: tenant)) }
        return keys
    }

    private static let columns = """
        SELECT id, name, kind, digest, prefix, scopes, allowed_origins, created_at, expires_at
          FROM api_key
         WHERE tenant_id = ?1

        """

    private static let ascending =
        columns + """
               AND id > ?2
             ORDER BY id
             LIMIT ?3
            """

    private static let descending =
        columns + """
               AND id < ?2
             ORDER BY id DESC
             LIMIT ?3
            """

    private static func key(
        _ row: Row, of tenant: ID<Tenant>
    ) throws(StoreError) -> APIKey {
        let id = try row.integer(0)
        guard let kind = APIKey.Kind(rawValue: try row.text(2)) else {
            throw .corrupt(table: "api_key", key: String(id))
        }
        return APIKey(
            id: ID(rawValue: id),
            tenant: tenant,
            name: try row.text(1),
            kind: kind,
            digest: try row.blob(3),
            prefix: try row.text(4),
            scopes: words(try row.text(5)),
            allowedOrigins: words(try row.text(6)),
            createdAt: Timestamp(milliseconds: try row.integer(7)),
            expiresAt: try row.integerIfPresent(8).map { Timestamp(milliseconds: $0) })
    }

    private static func words(_ text: String) -> [String] {
        text.split(separator: " ").map(String.init)
    }
}
