/// An item as it is to be, without its sku.
public struct ItemRequest: Sendable {
    public var profile: ItemProfile
    public var productID: String?
    public var category: String?
    public var lowStockThreshold: Int64?
    public var backorder: BackorderPolicy
    public var components: [KitPart]
    public var isActive: Bool

    public init(
        profile: ItemProfile, productID: String? = nil, category: String? = nil,
        lowStockThreshold: Int64? = nil, backorder: BackorderPolicy = .deny,
        components: [KitPart] = [], isActive: Bool = true
    ) {
        self.profile = profile
        self.productID = productID
        self.category = category
        self.lowStockThreshold = lowStockThreshold
        self.backorder = backorder
        self.components = components
        self.isActive = isActive
    }
}

/// A component as a request names it.
public struct KitPart: Equatable, Sendable {
    public let sku: String
    public let quantity: Int64

    public init(sku: String, quantity: Int64) {
        self.sku = sku
        self.quantity = quantity
    }
}

/// The fields of an item that change.
public struct ItemEdit: Sendable {
    /// A new name for the same item, which keeps its history.
    public var sku: String?
    public var title: String?
    public var productID: Edit<String> = .keep
    public var options: Edit<[ItemProfile.Option]> = .keep
    public var barcode: Edit<String> = .keep
    public var price: Edit<Money> = .keep
    public var cost: Edit<Money> = .keep
    public var category: Edit<String> = .keep
    public var imageURL: Edit<String> = .keep
    public var lowStockThreshold: Edit<Int64> = .keep
    public var backorder: Edit<BackorderPolicy> = .keep
    public var components: Edit<[KitPart]> = .keep
    public var isActive: Bool?

    public init() {}
}

public struct LocationRequest: Sendable {
    public var code: String
    public var name: String
    public var priority: Int64
    public var channels: [Channel]?
    public var address: String?
    public var isActive: Bool

    public init(
        code: String, name: String, priority: Int64 = 100, channels: [Channel]? = nil,
        address: String? = nil, isActive: Bool = true
    ) {
        self.code = code
        self.name = name
        self.priority = priority
        self.channels = channels
        self.address = address
        self.isActive = isActive
    }
}

public struct LocationEdit: Sendable {
    public var code: String?
    public var name: String?
    public var priority: Edit<Int64> = .keep
    public var channels: Edit<[Channel]> = .keep
    public var address: Edit<String> = .keep
    public var isActive: Bool?

    public init() {}
}

public struct SettingsEdit: Sendable {
    public var cartTTL: Edit<Int64> = .keep
    public var checkoutTTL: Edit<Int64> = .keep
    public var abandonedCartTTL: Edit<Int64> = .keep
    public var orderTTL: Edit<Int64> = .keep
    public var holderLimit: Edit<Int64> = .keep
    public var displayCap: Edit<Int64> = .keep
    public var deduction: Edit<Deduction> = .keep
    public var lowStockThreshold: Edit<Int64> = .keep
    public var sourceSelection: Edit<SourceSelection> = .keep
    public var currency: Edit<String> = .keep
    public var timeZone: Edit<String> = .keep

    public init() {}
}

/// A key as it is to be. Its text was made by the caller, who shows it once.
public struct KeyRequest: Sendable {
    public let name: String
    public let kind: APIKey.Kind
    public let digest: [UInt8]
    public let prefix: String
    public let scopes: [String]
    public let allowedOrigins: [String]
    public let expiresAt: Timestamp?

    public init(
        name: String, kind: APIKey.Kind, digest: [UInt8], prefix: String, scopes: [String],
        allowedOrigins: [String] = [], expiresAt: Timestamp? = nil
    ) {
        self.name = name
        self.kind = kind
        self.digest = digest
        self.prefix = prefix
        self.scopes = scopes
        self.allowedOrigins = allowedOrigins
        self.expiresAt = expiresAt
    }
}

public struct TenantRequest: Sendable {
    public let name: String
    public let plan: Plan
    public let keys: [KeyRequest]

    public init(name: String, plan: Plan, keys: [KeyRequest]) {
        self.name = name
        self.plan = plan
        self.keys = keys
    }
}

/// How many products a tenant may have. Quotas are data; these are the three that ship.
public enum Plan: String, Sendable {
    case free, pro, premium

    /// Distinct products; nil: any number.
    public var products: Int? {
        switch self {
        case .free: 10
        case .pro: 100
        case .premium: nil
        }
    }
}

/// A merchant's account.
public struct TenantRecord: Equatable, Sendable {
    public let id: ID<Tenant>
    public let name: String
    public let plan: Plan
    public let createdAt: Timestamp

    public init(id: ID<Tenant>, name: String, plan: Plan, createdAt: Timestamp) {
        self.id = id
        self.name = name
        self.plan = plan
        self.createdAt = createdAt
    }
}
