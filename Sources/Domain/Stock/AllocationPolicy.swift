/// Which share of an item's stock a channel may promise.
public struct AllocationPolicy: Equatable, Sendable {
    public let channel: Channel
    /// Nil applies to every item.
    public let sku: String?
    /// Nil applies to every category.
    public let category: String?
    public let share: Fraction
    /// The part of the base share that is kept back.
    public let buffer: Fraction?

    public init(
        channel: Channel, sku: String? = nil, category: String? = nil, share: Fraction,
        buffer: Fraction? = nil
    ) {
        self.channel = channel
        self.sku = sku
        self.category = category
        self.share = share
        self.buffer = buffer
    }

    public func applies(to item: Item, on channel: Channel) -> Bool {
        self.channel == channel
            && (sku == nil || sku.map { Verbatim($0) } == Verbatim(item.sku))
            && (category == nil || category == item.category)
    }
}

/// How much of an item a channel may promise in all, and every number that led to it.
///
/// Source: product.md, *Exact rules*, Allocation.
public struct Allocation: Equatable, Sendable {
    /// Fit for sale at the locations that serve the channel.
    public let physical: Int64
    public let share: Fraction
    /// floor(share × physical).
    public let baseShare: Int64
    /// What abandoned carts leave to live buyers at least: their own units and 5 more.
    public let floor: Int64
    /// Kept back: the buffer's part of the base share, rounded up.
    public let withheld: Int64
    /// min(physical, max(base share, floor)) - withheld, at least 0.
    public let units: Int64
    /// How many units abandoned carts together may hold: 80% of the base share.
    public let abandonedMaximum: Int64

    public init(policy: AllocationPolicy?, physical: Int64, abandoned: Int64) {
        let physical = max(0, physical)
        self.physical = physical
        share = policy?.share ?? .one
        baseShare = share.roundedDown(of: physical)
        floor = abandoned + Self.liveBuyersMinimum
        withheld = policy?.buffer?.roundedUp(of: baseShare) ?? 0
        units = max(0, min(physical, max(baseShare, floor)) - withheld)
        abandonedMaximum = Fraction.fourFifths.roundedDown(of: baseShare)
    }

    /// Units that abandoned carts leave to live buyers.
    static let liveBuyersMinimum: Int64 = 5
}
