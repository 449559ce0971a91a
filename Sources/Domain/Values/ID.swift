/// The name of one `Entity` within its tenant; names of different kinds of entity do not mix.
///
/// The number grows with time (`IDSequence`), so ids sort by age.
public struct ID<Entity>: Hashable, Comparable, Sendable {
    public let rawValue: Int64

    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// A merchant's account; every row belongs to one.
public enum Tenant {}

/// Hands out ids that grow with time and never repeat.
///
/// The upper bits are milliseconds since 1970, the lower twenty count within them, so up to a
/// million ids a millisecond keep their age; beyond that the count runs ahead of the clock.
public struct IDSequence: Sendable {
    /// The last id handed out.
    public private(set) var last: Int64

    public init(last: Int64) {
        self.last = last
    }

    public mutating func next<Entity>(at now: Timestamp) -> ID<Entity> {
        last = max(last + 1, now.milliseconds << 20)
        return ID(rawValue: last)
    }
}
