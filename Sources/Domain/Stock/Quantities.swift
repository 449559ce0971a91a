/// What a stock level counts, in whole units.
public struct Quantities: Equatable, Sendable {
    /// Physically there.
    public var onHand: Int64 = 0
    /// Held by open reservations.
    public var reserved: Int64 = 0
    /// Sold and paid, not yet shipped.
    public var committed: Int64 = 0
    /// Damaged, quarantined.
    public var unavailable: Int64 = 0
    /// On its way.
    public var incoming: Int64 = 0
    /// Never promised.
    public var safetyStock: Int64 = 0
    /// How many of `reserved` yield to live buyers.
    public var soft: Int64 = 0

    public init() {}

    public init(
        onHand: Int64, reserved: Int64 = 0, committed: Int64 = 0, unavailable: Int64 = 0,
        incoming: Int64 = 0, safetyStock: Int64 = 0
    ) {
        self.onHand = onHand
        self.reserved = reserved
        self.committed = committed
        self.unavailable = unavailable
        self.incoming = incoming
        self.safetyStock = safetyStock
    }

    public static let zero = Quantities()

    /// The largest quantity of an item over all its locations: what a browser can read exactly.
    public static let maximum: Int64 = (1 << 53) - 1

    /// Fit for sale, promised or not.
    public var physical: Int64 { onHand - unavailable }

    /// Units that nobody holds, less the safety stock; negative when that cannot be kept.
    public var free: Int64 { physical - committed - (reserved - soft) - safetyStock }

    /// What may still be promised here.
    public var available: Int64 { max(0, free) }

    /// Units promised beyond what is there; positive only in the middle of a decision.
    public var deficit: Int64 { max(0, reserved + committed - physical) }

    /// The first invariant: nothing negative, nothing promised that is not there.
    public var isSound: Bool {
        onHand >= 0 && reserved >= 0 && committed >= 0 && unavailable >= 0 && incoming >= 0
            && safetyStock >= 0 && (0...reserved).contains(soft) && deficit == 0
    }

    public mutating func add(_ change: Delta) {
        onHand += change.onHand
        reserved += change.reserved
        committed += change.committed
        unavailable += change.unavailable
        incoming += change.incoming
        safetyStock += change.safetyStock
    }
}

/// By how much a movement changes the quantities of one stock level.
public struct Delta: Equatable, Sendable {
    public var onHand: Int64
    public var reserved: Int64
    public var committed: Int64
    public var unavailable: Int64
    public var incoming: Int64
    public var safetyStock: Int64

    public init(
        onHand: Int64 = 0, reserved: Int64 = 0, committed: Int64 = 0, unavailable: Int64 = 0,
        incoming: Int64 = 0, safetyStock: Int64 = 0
    ) {
        self.onHand = onHand
        self.reserved = reserved
        self.committed = committed
        self.unavailable = unavailable
        self.incoming = incoming
        self.safetyStock = safetyStock
    }

    public static let zero = Delta()
}
