/// Everything that changes something; each goes down the one road.
public enum Command: Sendable {
    case reserve(ReserveRequest)
    /// The whole wish of a holder's session; empty lines give everything back.
    case restate(holder: String, ReserveRequest, if: Precondition = .none)
    /// Makes the holder's session reservation, or answers the one that is there or was sold.
    case reserveOnce(holder: String, ReserveRequest)
    case releaseSession(holder: String, if: Precondition = .none)
    case change(ID<Reservation>, ReservationChange, if: Precondition = .none)
    case commit(
        ID<Reservation>, order: String?, deduction: Deduction?, if: Precondition = .none)
    case ship(ID<Reservation>, [Pick]?, if: Precondition = .none)
    case cancel(ID<Reservation>, [Pick]?, if: Precondition = .none)
    case release(ID<Reservation>, if: Precondition = .none)
    case adjust(AdjustRequest)
    case transfer(TransferRequest)
    case putItem(sku: String, ItemRequest, Precondition)
    case editItem(sku: String, ItemEdit, Precondition)
    case deleteItem(sku: String, Precondition)
    case createLocation(LocationRequest)
    case editLocation(LocationName, LocationEdit, Precondition)
    case editSettings(SettingsEdit, Precondition)
    /// They share the version of the settings.
    case setPolicies([AllocationPolicy], if: Precondition = .none)
    case createTenant(TenantRequest)
    case createKey(KeyRequest)
    case deleteKey(ID<APIKey>)
    /// Makes the books balance: `differences` are what a recount found. Where it is submitted they
    /// say which items to recount, and may be old.
    case repair([Difference], dryRun: Bool)
    /// Books at most `limit` expiries, and after the first no more than that many lines.
    case sweep(limit: Int)
    /// Stores the time of a test clock that was just moved.
    case clockMoved
}

public struct ReserveRequest: Sendable {
    public var lines: [Line]
    public var holder: String?
    public var kind: Reservation.Kind
    /// Whether a session that is restated rises to `kind`; else it keeps the one that it has.
    public var raisesKind = true
    public var channel: Channel
    /// Nil: the tenant's default for the kind. At least 1, at most the kind's maximum.
    public var ttlSeconds: Int64?
    public var mode: Mode
    /// JSON as sent.
    public var metadata: [UInt8]?

    public init(
        lines: [Line], holder: String? = nil, kind: Reservation.Kind = .checkout,
        channel: Channel = .online, ttlSeconds: Int64? = nil, mode: Mode = .all,
        metadata: [UInt8]? = nil
    ) {
        self.lines = lines
        self.holder = holder
        self.kind = kind
        self.channel = channel
        self.ttlSeconds = ttlSeconds
        self.mode = mode
        self.metadata = metadata
    }

    /// So many units of an item, from one location or from any.
    public struct Line: Sendable {
        public let sku: String
        /// 1 up to `Quantities.maximum`.
        public let quantity: Int64
        public let location: LocationName?

        public init(sku: String, quantity: Int64, location: LocationName? = nil) {
            self.sku = sku
            self.quantity = quantity
            self.location = location
        }
    }

    public enum Mode: String, Sendable {
        case all
        /// What is there of each line.
        case partial
    }
}

/// How a request names a location: by its code, or by its id.
public enum LocationName: Equatable, Sendable {
    case code(String)
    case id(ID<Location>)
}

public struct ReservationChange: Sendable {
    public var ttlSeconds: Int64?
    /// The whole set of lines, not a difference.
    public var lines: [ReserveRequest.Line]?
    public var kind: Reservation.Kind?

    public init(
        ttlSeconds: Int64? = nil, lines: [ReserveRequest.Line]? = nil,
        kind: Reservation.Kind? = nil
    ) {
        self.ttlSeconds = ttlSeconds
        self.lines = lines
        self.kind = kind
    }
}

/// Units of a committed reservation that are shipped or cancelled.
public struct Pick: Sendable {
    public let sku: String
    public let quantity: Int64
    public let location: LocationName?

    public init(sku: String, quantity: Int64, location: LocationName? = nil) {
        self.sku = sku
        self.quantity = quantity
        self.location = location
    }
}

public struct AdjustRequest: Sendable {
    /// 1 to 1,000, all or nothing.
    public var lines: [Line]
    public var reason: Movement.Reason
    public var reference: String?
    public var dryRun: Bool

    public init(
        lines: [Line], reason: Movement.Reason, reference: String? = nil, dryRun: Bool = false
    ) {
        self.lines = lines
        self.reason = reason
        self.reference = reference
        self.dryRun = dryRun
    }

    public struct Line: Sendable {
        public let sku: String
        /// Nil: `main`.
        public let location: LocationName?
        public let amount: Amount
        public let quantity: Quantity
        /// The value that the caller saw; another one refuses the whole request.
        public let expected: Int64?

        public init(
            sku: String, location: LocationName? = nil, amount: Amount,
            quantity: Quantity = .onHand, expected: Int64? = nil
        ) {
            self.sku = sku
            self.location = location
            self.amount = amount
            self.quantity = quantity
            self.expected = expected
        }
    }

    public enum Amount: Sendable {
        case delta(Int64)
        case setTo(Int64)
    }

    /// The quantities that people may set.
    public enum Quantity: String, Sendable {
        case onHand = "on_hand"
        case unavailable
        case incoming
        case safetyStock = "safety_stock"
    }
}

public struct TransferRequest: Sendable {
    public var from: LocationName
    public var to: LocationName
    public var lines: [Line]
    public var reference: String?

    public init(from: LocationName, to: LocationName, lines: [Line], reference: String? = nil) {
        self.from = from
        self.to = to
        self.lines = lines
        self.reference = reference
    }

    public struct Line: Sendable {
        public let sku: String
        public let quantity: Int64

        public init(sku: String, quantity: Int64) {
            self.sku = sku
            self.quantity = quantity
        }
    }
}

/// What an edit expects of the object that it changes (`If-Match`).
public enum Precondition: Equatable, Sendable {
    case none
    case exists
    case version(in: [Int64])
}
