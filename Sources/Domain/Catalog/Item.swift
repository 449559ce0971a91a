/// What is stocked, as far as decisions need it; `ItemProfile` has what people read.
public struct Item: Equatable, Sendable {
    public let id: ID<Item>
    /// Unique in its tenant, case-sensitive, 1-100 characters.
    public var sku: String
    /// Groups the items of one product (its variants).
    public var productID: String?
    public var category: String?
    /// Below it the item is low on stock. Nil: the tenant's default.
    public var lowStockThreshold: Int64?
    public var backorder: BackorderPolicy
    /// What one kit is made of; empty for everything that has stock of its own.
    public var components: [Component]
    public var isActive: Bool
    /// Grows with every edit; the `ETag`.
    public var version: Int64

    public init(
        id: ID<Item>, sku: String, productID: String? = nil, category: String? = nil,
        lowStockThreshold: Int64? = nil, backorder: BackorderPolicy = .deny,
        components: [Component] = [], isActive: Bool = true, version: Int64 = 1
    ) {
        self.id = id
        self.sku = sku
        self.productID = productID
        self.category = category
        self.lowStockThreshold = lowStockThreshold
        self.backorder = backorder
        self.components = components
        self.isActive = isActive
        self.version = version
    }

    public var isKit: Bool { !components.isEmpty }

    /// So many units of another item go into one kit.
    public struct Component: Equatable, Sendable {
        public let item: ID<Item>
        /// At least 1.
        public let quantity: Int64

        public init(item: ID<Item>, quantity: Int64) {
            self.item = item
            self.quantity = quantity
        }
    }
}

/// Whether an item may be sold beyond what is there.
public enum BackorderPolicy: Equatable, Sendable {
    case deny
    /// At most `limit` units over all open promises; nil: without limit.
    case allow(limit: Int64?)
}

/// What people read about an item. No decision depends on it, so it is not kept in memory.
public struct ItemProfile: Equatable, Sendable {
    public var title: String
    /// Name and value, in the order given: size, M.
    public var options: [Option]
    public var barcode: String?
    public var price: Money?
    public var cost: Money?
    public var imageURL: String?
    public var createdAt: Timestamp
    public var updatedAt: Timestamp

    public init(
        title: String, options: [Option] = [], barcode: String? = nil, price: Money? = nil,
        cost: Money? = nil, imageURL: String? = nil,
        createdAt: Timestamp = Timestamp(milliseconds: 0),
        updatedAt: Timestamp = Timestamp(milliseconds: 0)
    ) {
        self.title = title
        self.options = options
        self.barcode = barcode
        self.price = price
        self.cost = cost
        self.imageURL = imageURL
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    public struct Option: Equatable, Sendable {
        public let name: String
        public let value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }
}
