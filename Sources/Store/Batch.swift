public import Domain

/// What one transaction writes.
public struct Batch: Sendable {
    public var at: Timestamp
    public var tenants: [TenantBatch]
    public var answers: [KeptAnswer]

    public init(at: Timestamp, tenants: [TenantBatch] = [], answers: [KeptAnswer] = []) {
        self.at = at
        self.tenants = tenants
        self.answers = answers
    }
}

/// What it writes of one tenant.
public struct TenantBatch: Sendable {
    public let changes: Changes
    /// The position of the first of `entries`; the others follow without a gap.
    public let firstPosition: Int64
    public let entries: [LogEntry]

    public init(changes: Changes, firstPosition: Int64, entries: [LogEntry]) {
        self.changes = changes
        self.firstPosition = firstPosition
        self.entries = entries
    }
}

/// One event as it is stored and streamed: its type and its JSON on one line.
public struct LogEntry: Equatable, Sendable {
    public let type: String
    public let body: [UInt8]

    public init(type: String, body: [UInt8]) {
        self.type = type
        self.body = body
    }
}

/// An idempotency key of one principal, as a keyed hash: the text itself is not kept.
public struct KeyDigest: Hashable, Sendable {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

/// The first answer to a request with an idempotency key.
public struct KeptAnswer: Equatable, Sendable {
    /// How long it is replayed.
    public static let lifeSeconds: Int64 = 86_400

    public let key: KeyDigest
    /// A hash of method, path and body: another request under the same key is refused.
    public let fingerprint: UInt64
    public let answer: Answer
    public let at: Timestamp
    /// Where the same transaction writes the body into the event log, if it does: a store may
    /// keep this place instead, because entries outlive answers.
    public var echo: LogPlace?

    public init(
        key: KeyDigest, fingerprint: UInt64, answer: Answer, at: Timestamp, echo: LogPlace? = nil
    ) {
        self.key = key
        self.fingerprint = fingerprint
        self.answer = answer
        self.at = at
        self.echo = echo
    }
}

/// A place within an entry of a tenant's event log.
public struct LogPlace: Equatable, Sendable {
    public let tenant: ID<Tenant>
    public let position: Int64
    /// In bytes from the beginning of the entry's body.
    public let offset: Int

    public init(tenant: ID<Tenant>, position: Int64, offset: Int) {
        self.tenant = tenant
        self.position = position
        self.offset = offset
    }
}

/// What a client is told, rendered before the commit so that a replay is the same to the byte.
///
/// A class, because it is handed on from the decision to the connection, by several roads at once.
public final class Answer: Equatable, Sendable {
    /// The HTTP status.
    public let status: Int
    public let body: [UInt8]
    /// The path of what was made, for the `Location` header.
    public let location: String?
    /// The version of the object, for the `ETag`.
    public let version: Int64?

    public init(status: Int, body: [UInt8], location: String? = nil, version: Int64? = nil) {
        self.status = status
        self.body = body
        self.location = location
        self.version = version
    }

    public static func == (left: Answer, right: Answer) -> Bool {
        left.status == right.status && left.body == right.body
            && left.location == right.location && left.version == right.version
    }
}

/// What a batch's commands name and is not resident.
public struct Needs: Equatable, Sendable {
    /// Whose kept answers are wanted, in order of arrival.
    public let keys: [KeyDigest]
    /// Sorted, without repeats.
    public let reservations: [ID<Reservation>]
    /// Holders whose session's last reservation that was sold, and of which nothing is left, is
    /// wanted. Sorted by their bytes.
    public let holders: [String]
    /// Items whose text is edited. Sorted, without repeats.
    public let profiles: [ID<Item>]

    public init(
        keys: [KeyDigest] = [], reservations: Set<ID<Reservation>> = [], holders: [String] = [],
        profiles: Set<ID<Item>> = []
    ) {
        self.keys = keys
        self.reservations = reservations.sorted()
        self.holders = holders.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        self.profiles = profiles.sorted()
    }

    public var isEmpty: Bool { keys.isEmpty && namesNoRows }

    /// The same without the answers, and without the rows that `known` names too.
    public func rows(except known: Needs) -> Needs {
        Needs(
            reservations: Set(reservations).subtracting(known.reservations),
            holders: holders.filter { !known.holders.contains($0) },
            profiles: Set(profiles).subtracting(known.profiles))
    }

    /// Whether nothing is wanted but answers.
    public var namesNoRows: Bool {
        reservations.isEmpty && holders.isEmpty && profiles.isEmpty
    }
}

/// What a batch begins with.
public struct Opening: Sendable {
    /// What others committed of the tenant and was not told yet, in order.
    public var others: [TenantBatch]
    /// The latest time at which anybody decided for the tenant: no decision is made before it.
    public var mark: Timestamp
    /// The answers kept under the keys, where they were given less than 24 hours before.
    public var kept: [KeyDigest: KeptAnswer]
    /// Ended reservations with all that took their place one after the other.
    public var reservations: [Reservation]
    /// The text of items.
    public var profiles: [ID<Item>: ItemProfile]

    public init(
        others: [TenantBatch] = [], mark: Timestamp = Timestamp(milliseconds: 0),
        kept: [KeyDigest: KeptAnswer] = [:], reservations: [Reservation] = [],
        profiles: [ID<Item>: ItemProfile] = [:]
    ) {
        self.others = others
        self.mark = mark
        self.kept = kept
        self.reservations = reservations
        self.profiles = profiles
    }

    /// Adds the answers and rows that were asked for later in the same batch.
    public mutating func add(_ more: Opening) {
        kept.merge(more.kept) { first, _ in first }
        reservations += more.reservations
        profiles.merge(more.profiles) { first, _ in first }
    }
}
