import API
import Domain
import Platform
import Store

/// Makes the first tenant, with one secret and one publishable key.
struct FirstStart {
    let configuration: Configuration
    let now: Timestamp
    /// A key to make beside those that the configuration names.
    var added: KeyRequest?

    /// Takes what is resident, answers what is resident afterwards. Keys that were made are
    /// printed: this once.
    func prepare(
        _ store: any Store, _ residents: Residents
    ) throws(StoreError) -> Residents {
        let wanted = [
            (configuration.rootKey, APIKey.Kind.root, "root"),
            (configuration.publishableKey, .publishable, "storefront"),
        ]
        let isFirst = residents.shops.isEmpty
        var requests: [KeyRequest] = []
        for (text, kind, name) in wanted {
            guard isFirst || text != nil else { continue }
            let key = text.map { KeyText($0) } ?? KeyText(kind: kind)
            guard residents.keys[key.digest] == nil else { continue }
            requests.append(request(key, kind, name))
            if text == nil {
                Output.line("\(kind == .publishable ? "publishable" : "secret") key: \(key.text)")
            }
        }
        let retired = residents.keys.values.filter { key in
            requests.contains { $0.name == key.name && $0.kind == key.kind }
        }
        requests += added.map { [$0] } ?? []
        guard isFirst || !requests.isEmpty else { return residents }
        let batch =
            isFirst
            ? firstTenant(requests, residents)
            : more(requests, residents, retiring: retired.map(\.id).sorted())
        try store.save(Batch(at: now, tenants: [batch]))
        return try store.residents()
    }

    private func request(_ key: KeyText, _ kind: APIKey.Kind, _ name: String) -> KeyRequest {
        KeyRequest(
            name: name, kind: kind, digest: key.digest, prefix: key.shownPrefix, scopes: [])
    }

    private func firstTenant(_ requests: [KeyRequest], _ residents: Residents) -> TenantBatch {
        var ids = IDSequence(last: residents.lastID)
        let tenant = TenantRecord(
            id: ids.next(at: now), name: "first", plan: .premium, createdAt: now)
        let main = Location(
            id: ids.next(at: now), code: Location.mainCode, name: "Main")
        let keys = requests.map { key($0, tenant.id, &ids) }
        var changes = Changes(tenant: tenant.id, at: now, lastID: ids.last)
        changes.catalog = [.tenant(tenant, main, keys)]
        return TenantBatch(changes: changes, firstPosition: 1, entries: [])
    }

    /// Keys that the operator gave for a database that is there already: the first tenant's. They
    /// take the place of those that were given before.
    private func more(
        _ requests: [KeyRequest], _ residents: Residents, retiring old: [ID<APIKey>]
    ) -> TenantBatch {
        var ids = IDSequence(last: residents.lastID)
        let tenant = residents.shops.keys.min() ?? ids.next(at: now)
        var changes = Changes(tenant: tenant, at: now, lastID: ids.last)
        changes.catalog = old.map { .keyDeleted($0) }
        changes.catalog += requests.map { .key(key($0, tenant, &ids)) }
        changes.lastID = ids.last
        return TenantBatch(
            changes: changes, firstPosition: (residents.positions[tenant] ?? 0) + 1, entries: [])
    }

    private func key(
        _ request: KeyRequest, _ tenant: ID<Tenant>, _ ids: inout IDSequence
    ) -> APIKey {
        APIKey(
            id: ids.next(at: now), tenant: tenant, name: request.name, kind: request.kind,
            digest: request.digest, prefix: request.prefix, scopes: request.scopes,
            createdAt: now)
    }
}
