/// A credential of a program: what it may do, and how it is recognized.
public struct APIKey: Equatable, Sendable {
    public let id: ID<APIKey>
    public let tenant: ID<Tenant>
    public var name: String
    public let kind: Kind
    /// SHA-256 of the key's text; the text itself is shown once and never stored.
    public let digest: [UInt8]
    /// The key's first characters, for people to recognize it.
    public let prefix: String
    /// What it may do, `stock:read` say; ignored for publishable keys.
    public let scopes: [String]
    public let allowedOrigins: [String]
    public let createdAt: Timestamp
    public let expiresAt: Timestamp?

    public init(
        id: ID<APIKey>, tenant: ID<Tenant>, name: String, kind: Kind, digest: [UInt8],
        prefix: String, scopes: [String], allowedOrigins: [String] = [], createdAt: Timestamp,
        expiresAt: Timestamp? = nil
    ) {
        self.id = id
        self.tenant = tenant
        self.name = name
        self.kind = kind
        self.digest = digest
        self.prefix = prefix
        self.scopes = scopes
        self.allowedOrigins = allowedOrigins
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }

    public enum Kind: String, Sendable {
        /// For servers.
        case secret
        /// For storefronts: may be seen by everybody.
        case publishable
        /// A secret key that may also make tenants and move the test clock.
        case root
    }
}
