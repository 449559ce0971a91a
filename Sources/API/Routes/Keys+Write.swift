internal import Domain
internal import Engine
internal import HTTP
internal import Store

/// Credentials, and tenants with theirs.
enum KeysWrite {
    static let routes: [Route] = [
        Route(
            .post, "/v1/api-keys", access: .secret(.keysWrite),
            "Makes a key; its text is shown this once.", body: .json(Schemas.keyRequest),
            answers: [RouteAnswer(201, "The key, with its text.", Schemas.newKey)],
            action: .command(create)),
        Route(
            .delete, "/v1/api-keys/{id}", access: .secret(.keysWrite), "Revokes a key at once.",
            answers: [RouteAnswer(204, "It opens nothing any more.")], action: .command(delete)),
        Route(
            .post, "/v1/tenants", access: .root, "Makes a tenant with two keys.",
            body: .json(Schemas.tenantRequest),
            answers: [RouteAnswer(201, "The tenant.", Schemas.tenant)],
            action: .command(createTenant)),
    ]

    @Loop
    static func create(_ context: Context) throws(Problem) -> Order {
        let body = try context.decode { try KeyBody(&$0) }
        try checkReach(of: body, context.principal)
        let now = context.services.engine.read { _, now in now }
        if let expiry = body.expiresAt, expiry <= now {
            throw Problem(field: "expires_at", "It is past.")
        }
        let text = KeyText(kind: body.kind)
        let request = KeyRequest(
            name: body.name, kind: body.kind, digest: text.digest, prefix: text.shownPrefix,
            scopes: body.scopes.map(\.rawValue), allowedOrigins: body.allowedOrigins,
            expiresAt: body.expiresAt)
        return Order(.createKey(request), form: .keys([text.text]))
    }

    @Loop
    static func delete(_ context: Context) throws(Problem) -> Order {
        Order(.deleteKey(try context.id(of: APIKey.self)))
    }

    @Loop
    static func createTenant(_ context: Context) throws(Problem) -> Order {
        let body = try context.decode { try TenantBody(&$0) }
        let texts = [KeyText(kind: .secret), KeyText(kind: .publishable)]
        let keys = zip(texts, [APIKey.Kind.secret, .publishable]).map { text, kind in
            KeyRequest(
                name: kind.rawValue, kind: kind, digest: text.digest, prefix: text.shownPrefix,
                scopes: [])
        }
        let request = TenantRequest(name: body.name, plan: body.plan, keys: keys)
        return Order(.createTenant(request), form: .keys(texts.map(\.text)))
    }

    /// A key makes no key that may do more than itself.
    private static func checkReach(
        of body: KeyBody, _ principal: Principal
    ) throws(Problem) {
        if body.kind == .publishable, !body.scopes.isEmpty {
            throw Problem(field: "scopes", "A publishable key has no scopes.")
        }
        guard body.kind == .secret else { return }
        let isWithin =
            body.scopes.isEmpty
            ? Scope.allCases.allSatisfy(principal.has) : body.scopes.allSatisfy(principal.has)
        guard isWithin else {
            throw Problem(.forbidden, "The new key would have scopes that this one lacks.")
        }
    }
}
