/// What a command did.
public enum Outcome: Sendable {
    /// A reservation as it is now; `isNew` says that this command made it.
    case reservation(Reservation, isNew: Bool)
    /// The holder's session holds nothing any more; `units` were given back.
    case sessionReleased(units: Int64)
    case adjusted([Movement], preempted: [Preempted], dryRun: Bool)
    case transferred(Transfer)
    case item(Item, ItemProfile, isNew: Bool)
    case itemDeleted
    case location(Location, isNew: Bool)
    case settings(Settings)
    case policies([AllocationPolicy], version: Int64)
    case tenant(TenantRecord, keys: [APIKey])
    case key(APIKey)
    case keyDeleted
    case repaired([Movement], dryRun: Bool)
    case swept(expiries: Int)
    case clockMoved(Timestamp)
}

/// Units that a reservation lost because they are not there any more.
public struct Preempted: Equatable, Sendable {
    public let reservation: ID<Reservation>
    public let order: String?
    public var lines: [Line]

    public init(reservation: ID<Reservation>, order: String?, lines: [Line]) {
        self.reservation = reservation
        self.order = order
        self.lines = lines
    }

    /// Names the kit where a kit was reserved.
    public struct Line: Equatable, Sendable {
        public let item: ID<Item>
        public let quantity: Int64

        public init(item: ID<Item>, quantity: Int64) {
            self.item = item
            self.quantity = quantity
        }
    }
}

/// Goods moved from one location to another.
public struct Transfer: Equatable, Sendable {
    public let id: ID<Transfer>
    public let from: ID<Location>
    public let to: ID<Location>
    public let state: State
    public let lines: [Line]
    public let reference: String?
    public let createdAt: Timestamp

    public init(
        id: ID<Transfer>, from: ID<Location>, to: ID<Location>, state: State, lines: [Line],
        reference: String?, createdAt: Timestamp
    ) {
        self.id = id
        self.from = from
        self.to = to
        self.state = state
        self.lines = lines
        self.reference = reference
        self.createdAt = createdAt
    }

    public struct Line: Equatable, Sendable {
        public let item: ID<Item>
        public let quantity: Int64
        public let received: Int64
        public let damaged: Int64

        public init(item: ID<Item>, quantity: Int64, received: Int64, damaged: Int64) {
            self.item = item
            self.quantity = quantity
            self.received = received
            self.damaged = damaged
        }
    }

    /// The numbers are stored.
    public enum State: Int, Sendable {
        /// Moved at once.
        case done = 0
    }
}
