/// Units held for somebody until a time.
public struct Reservation: Equatable, Sendable {
    public let id: ID<Reservation>
    public internal(set) var state: State
    public internal(set) var kind: Kind
    /// Who holds: an identifier of the shop's own, never a person's data.
    public let holder: String?
    /// Whether this is the one that `PUT /v1/holders/{holder}/reservation` owns.
    public let isSession: Bool
    public let channel: Channel
    public internal(set) var lines: [ReservationLine]
    public let createdAt: Timestamp
    /// From this millisecond on it holds nothing. Nil: none.
    public internal(set) var expiresAt: Timestamp?
    /// When the customer of an abandoned cart came back to it, from where the life of the cart
    /// counts. Nil: from its creation.
    public internal(set) var cartBegan: Timestamp?
    public internal(set) var endedAt: Timestamp?
    public internal(set) var order: String?
    /// The expired one in whose place this one stands.
    public let replaces: ID<Reservation>?
    /// One that took this one's place after it had expired: the next, or a later one.
    public internal(set) var replacedBy: ID<Reservation>?
    /// JSON as sent; nil when none was.
    public let metadata: [UInt8]?
    public internal(set) var version: Int64

    public init(
        id: ID<Reservation>, state: State = .active, kind: Kind, holder: String?,
        isSession: Bool = false, channel: Channel, lines: [ReservationLine],
        createdAt: Timestamp, expiresAt: Timestamp?, cartBegan: Timestamp? = nil,
        endedAt: Timestamp? = nil,
        order: String? = nil, replaces: ID<Reservation>? = nil,
        replacedBy: ID<Reservation>? = nil, metadata: [UInt8]? = nil, version: Int64 = 1
    ) {
        self.id = id
        self.state = state
        self.kind = kind
        self.holder = holder
        self.isSession = isSession
        self.channel = channel
        self.lines = lines
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.cartBegan = cartBegan
        self.endedAt = endedAt
        self.order = order
        self.replaces = replaces
        self.replacedBy = replacedBy
        self.metadata = metadata
        self.version = version
    }

    public enum State: Int, CaseIterable, Sendable {
        case active = 0
        case committed, released, expired, preempted

        public var name: String { String(describing: self) }
    }

    /// The ladder of promises, cheapest first. The numbers are stored.
    public enum Kind: Int, CaseIterable, Comparable, Sendable {
        case abandonedCart = 0
        case cart, checkout, order

        public var name: String {
            self == .abandonedCart ? "abandoned_cart" : String(describing: self)
        }

        public static func < (left: Self, right: Self) -> Bool {
            left.rawValue < right.rawValue
        }

        /// The longest time to live that may be asked for, in seconds.
        public var ttlMaximum: Int64 {
            switch self {
            case .cart: 3_600
            case .checkout: 86_460
            case .abandonedCart, .order: 30 * 86_400
            }
        }
    }

    /// Whether it is past its expiry, booked or not.
    public func hasExpired(at now: Timestamp) -> Bool {
        guard state == .active, let expiresAt else { return state == .expired }
        return now >= expiresAt
    }

    /// Its version as of `now`: an expiry counts, booked or not.
    public func version(at now: Timestamp) -> Int64 {
        state == .active && hasExpired(at: now) ? version + 1 : version
    }

    /// Whether its units still stand in stock levels or wait as backordered.
    public var isOpen: Bool {
        switch state {
        case .active: true
        case .committed: lines.contains { $0.committed > 0 || $0.backordered > 0 || $0.short > 0 }
        case .released, .expired, .preempted: false
        }
    }

    /// When it stops holding, for the order in which expiries are booked.
    var deadline: Timestamp {
        guard state == .active, let expiresAt else { return .never }
        return expiresAt
    }
}

extension Timestamp {
    /// Later than every moment.
    static let never = Timestamp(milliseconds: .max)
}
