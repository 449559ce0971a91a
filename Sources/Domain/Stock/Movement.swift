/// One append-only row of the ledger: what changed at one stock level, why, and by whom.
public struct Movement: Equatable, Sendable {
    public let id: ID<Movement>
    public let item: ID<Item>
    public let location: ID<Location>
    public let change: Delta
    public let reason: Reason
    /// A string of the shop's own, a delivery note's number say.
    public let reference: String?
    public let actor: Actor
    public let reservation: ID<Reservation>?
    public let order: String?
    public let at: Timestamp

    public init(
        id: ID<Movement>, item: ID<Item>, location: ID<Location>, change: Delta, reason: Reason,
        reference: String?, actor: Actor, reservation: ID<Reservation>?, order: String?,
        at: Timestamp
    ) {
        self.id = id
        self.item = item
        self.location = location
        self.change = change
        self.reason = reason
        self.reference = reference
        self.actor = actor
        self.reservation = reservation
        self.order = order
        self.at = at
    }

    /// Why a quantity changed. The numbers are stored: a released one never changes.
    public enum Reason: Int, CaseIterable, Sendable {
        case received = 1
        case sold, returned, counted, damaged, lost, found, transferred, corrected
        case supplierSync, initial
        case reserved = 100
        case released, expired, preempted, committed, uncommitted, shipped, unshipped, restocked

        /// The word of the API.
        public var name: String {
            self == .supplierSync ? "supplier_sync" : String(describing: self)
        }

        /// People and imports may give the first kind; the rest are the engine's own.
        public var isForPeople: Bool { rawValue < 100 }
    }
}
