/// Everything that a batch of commands of one tenant changed: written in one transaction, then
/// applied to what is resident.
public struct Changes: Sendable {
    public let tenant: ID<Tenant>
    public let at: Timestamp
    /// The last id that was handed out.
    public var lastID: Int64
    /// Items whose stock changed, as they are now.
    public var stocks: [ItemStock] = []
    /// The levels that changed, as they are now.
    public var levels: [Level] = []
    /// Reservations that are new or changed, as they are now.
    public var reservations: [ChangedReservation] = []
    public var movements: [Movement] = []
    public var events: [Event] = []
    public var catalog: [CatalogChange] = []

    public init(tenant: ID<Tenant>, at: Timestamp, lastID: Int64) {
        self.tenant = tenant
        self.at = at
        self.lastID = lastID
    }

    public var isEmpty: Bool {
        levels.isEmpty && reservations.isEmpty && movements.isEmpty && events.isEmpty
            && catalog.isEmpty
    }

    public struct Level: Sendable {
        public let item: ID<Item>
        public let location: ID<Location>
        public let quantities: Quantities

        public init(item: ID<Item>, location: ID<Location>, quantities: Quantities) {
            self.item = item
            self.location = location
            self.quantities = quantities
        }
    }

    public struct ChangedReservation: Sendable {
        public let reservation: Reservation
        public let isNew: Bool

        public init(_ reservation: Reservation, isNew: Bool) {
            self.reservation = reservation
            self.isNew = isNew
        }
    }
}

/// A change of what is sold, where, and by which rules.
public enum CatalogChange: Sendable {
    case item(Item, ItemProfile, isNew: Bool)
    case itemDeleted(ID<Item>)
    case location(Location, isNew: Bool)
    case settings(Settings)
    case policies([AllocationPolicy])
    /// A tenant with its settings, its first location and its keys.
    case tenant(TenantRecord, Location, [APIKey])
    case key(APIKey)
    case keyDeleted(ID<APIKey>)
    case transfer(Transfer)
}

/// Where the books do not balance: a stock level's quantity that is not what its movements, or
/// its reservations, say.
public struct Difference: Equatable, Sendable {
    public let item: ID<Item>
    public let location: ID<Location>
    public let quantity: String
    /// What the level should say: the ledger's sum, or for promises what open lines hold.
    public let expected: Int64
    /// What the level says.
    public let actual: Int64
    /// What its movements sum to.
    public let ledger: Int64

    public init(
        item: ID<Item>, location: ID<Location>, quantity: String, expected: Int64, actual: Int64,
        ledger: Int64
    ) {
        self.item = item
        self.location = location
        self.quantity = quantity
        self.expected = expected
        self.actual = actual
        self.ledger = ledger
    }
}
