internal import Domain

/// Who sends a request, as the credential says it.
struct Principal: Equatable, Sendable {
    enum Kind: Equatable, Sendable {
        /// No credential, at a route that needs none.
        case nobody
        /// No credential, at a door that the operator opened.
        case visitor
        case publishable
        case secret
        case root
    }

    let kind: Kind
    let tenant: ID<Tenant>
    /// Nil without a credential.
    let key: ID<APIKey>?
    /// Nil: all of them.
    let scopes: [String]?
    let allowedOrigins: [String]

    static let nobody = Principal(
        kind: .nobody, tenant: ID(rawValue: 0), key: nil, scopes: [], allowedOrigins: [])

    var actor: Actor { key.map { .key($0) } ?? .engine }

    /// Whether a storefront sends this: it sees less, and the holder's name is its capability.
    var isPublic: Bool {
        switch kind {
        case .nobody, .visitor, .publishable: true
        case .secret, .root: false
        }
    }

    func has(_ scope: Scope) -> Bool {
        switch kind {
        case .nobody, .visitor, .publishable: false
        case .root: true
        case .secret: scopes?.contains(scope.rawValue) ?? true
        }
    }
}

extension Principal {
    init(_ key: APIKey) {
        kind =
            switch key.kind {
            case .secret: .secret
            case .publishable: .publishable
            case .root: .root
            }
        tenant = key.tenant
        self.key = key.id
        scopes = key.scopes.isEmpty ? nil : key.scopes
        allowedOrigins = key.allowedOrigins
    }
}
