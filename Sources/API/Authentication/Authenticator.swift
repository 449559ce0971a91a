internal import Domain
internal import Engine
internal import HTTP
internal import Platform
internal import Store

/// Finds out who sends a request, and whether the route is theirs to use.
@Loop
final class Authenticator {
    /// Keys that are remembered by their text, because its hash costs more than all the rest.
    private static let rememberedMax = 1_024

    private struct Remembered {
        let principal: Principal
        let expiresAt: Timestamp?
    }

    private let engine: Engine
    private let openCompat: Bool
    private var remembered: [ShownKey: Remembered] = [:]
    /// The state of the engine's keys that they were found in.
    private var keysVersion: Int

    init(engine: Engine, openCompat: Bool) {
        self.engine = engine
        self.openCompat = openCompat
        keysVersion = engine.keysVersion
    }

    /// Notes in `reply` whose key it is as soon as that is known.
    ///
    /// - Throws: `unauthorized` without a valid credential, `forbidden` with one that does not
    ///   reach so far.
    func principal(
        of head: RequestHead, _ query: Query?, _ access: Access, _ reply: inout ReplyContext
    ) throws(Problem) -> Principal {
        if case .open = access { return .nobody }
        let principal: Principal
        switch try Credential(head, query) {
        case .none: return try withoutCredential(head, access)
        case .bearer(let key): principal = try lookUp(key)
        case .query(let key):
            guard key.text.hasPrefix(KeyText.publishablePrefix) else {
                throw .unauthorized("Only a publishable key may stand in the query.")
            }
            principal = try lookUp(key)
            guard principal.kind == .publishable else {
                throw .unauthorized("Only a publishable key may stand in the query.")
            }
        }
        reply.tenant = principal.tenant
        reply.actor = principal.key
        try Self.check(principal, access)
        return principal
    }

    private func withoutCredential(
        _ head: RequestHead, _ access: Access
    ) throws(Problem) -> Principal {
        switch access {
        case .local where head.peer.isLoopback: return .nobody
        case .door where openCompat: return visitor()
        case .open, .secret, .publishable, .door, .local, .root:
            throw .unauthorized("A key is needed: Authorization: Bearer and the key.")
        }
    }

    private func lookUp(_ shown: ShownKey) throws(Problem) -> Principal {
        guard shown.bytes.count <= Credential.lengthMax else {
            throw .unauthorized("This key is not known.")
        }
        guard let found = known(shown),
            found.expiresAt.map({ engine.clock.now() < $0 }) ?? true
        else { throw .unauthorized("This key is not known, or has expired.") }
        return found.principal
    }

    private func known(_ shown: ShownKey) -> Remembered? {
        // Asked before the keys are, or a change in between would be missed.
        let version = engine.keysVersion
        if version != keysVersion {
            remembered.removeAll(keepingCapacity: true)
            keysVersion = version
        }
        if let found = remembered[shown] { return found }
        let bytes = Array(shown.bytes)
        let digest = Digest.sha256(bytes)
        let key = engine.read { residents, _ in residents.keys[digest] }
        guard let key else { return nil }
        let found = Remembered(principal: Principal(key), expiresAt: key.expiresAt)
        if remembered.count >= Self.rememberedMax { remembered.removeAll(keepingCapacity: true) }
        // Not the slice, which would keep the whole head.
        remembered[ShownKey(bytes[...])] = found
        return found
    }

    /// Where the doors are open, whoever comes is a guest of the first tenant.
    private func visitor() -> Principal {
        let tenant = engine.read { residents, _ in residents.shops.keys.min() }
        return Principal(
            kind: .visitor, tenant: tenant ?? ID(rawValue: 0), key: nil, scopes: [],
            allowedOrigins: [])
    }

    nonisolated static func check(_ principal: Principal, _ access: Access) throws(Problem) {
        switch access {
        case .open: return
        case .publishable, .door:
            if principal.isPublic { return }
        case .secret, .local: break
        case .root:
            guard principal.kind == .root else {
                throw Problem(.forbidden, "This needs the root key.")
            }
            return
        }
        guard !principal.isPublic else {
            throw Problem(.forbidden, "A publishable key does not reach this.")
        }
        guard let scope = access.scope, principal.has(scope) else {
            throw Problem(
                .forbidden, "The key lacks the scope \(access.scope?.rawValue ?? "").")
        }
    }
}
