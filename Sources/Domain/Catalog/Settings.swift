/// What a merchant sets for the whole tenant.
public struct Settings: Equatable, Sendable {
    /// The time to live of a reservation when none is asked for, in seconds. Nil: no expiry.
    public var ttlSeconds: TimesToLive
    /// Units of one item that one holder may hold at once. Nil: any number.
    public var holderLimit: Int64?
    /// Storefronts never read more than this as available. Nil: no cap.
    public var displayCap: Int64?
    public var deduction: Deduction
    public var lowStockThreshold: Int64
    public var sourceSelection: SourceSelection
    /// ISO 4217.
    public var currency: String
    /// A name of the IANA database.
    public var timeZone: String
    public var version: Int64

    public init(
        ttlSeconds: TimesToLive = TimesToLive(), holderLimit: Int64? = nil,
        displayCap: Int64? = nil, deduction: Deduction = .onShipment,
        lowStockThreshold: Int64 = 10, sourceSelection: SourceSelection = .fewestParcels,
        currency: String = "EUR", timeZone: String = "UTC", version: Int64 = 1
    ) {
        self.ttlSeconds = ttlSeconds
        self.holderLimit = holderLimit
        self.displayCap = displayCap
        self.deduction = deduction
        self.lowStockThreshold = lowStockThreshold
        self.sourceSelection = sourceSelection
        self.currency = currency
        self.timeZone = timeZone
        self.version = version
    }

    public struct TimesToLive: Equatable, Sendable {
        public var cart: Int64 = 900
        public var checkout: Int64 = 1_800
        /// Until a day after the last recovery message: 72 hours and 24.
        public var abandonedCart: Int64 = 345_600
        public var order: Int64?

        public init() {}

        public subscript(kind: Reservation.Kind) -> Int64? {
            switch kind {
            case .abandonedCart: abandonedCart
            case .cart: cart
            case .checkout: checkout
            case .order: order
            }
        }
    }
}

/// When a paid unit leaves `on_hand`.
public enum Deduction: String, Sendable {
    case onShipment = "on_shipment"
    /// Goods that leave with the payment: a counter, a download.
    case now
}

/// How the locations that serve a reservation are chosen.
public enum SourceSelection: String, Sendable {
    /// One location that can serve all lines, else one a line, else split by priority.
    case fewestParcels = "fewest_parcels"
    /// Strictly by priority.
    case priority
}

/// One field of a change: as it is, another value, or none.
public enum Edit<Value: Equatable & Sendable>: Equatable, Sendable {
    case keep
    case set(Value)
    case unset

    /// The value after the edit of a field that may be empty.
    public func applied(to current: Value?) -> Value? {
        switch self {
        case .keep: current
        case .set(let value): value
        case .unset: nil
        }
    }

    /// The value after the edit of a field that falls back to `fallback`.
    public func applied(to current: Value, fallback: Value) -> Value {
        switch self {
        case .keep: current
        case .set(let value): value
        case .unset: fallback
        }
    }
}
