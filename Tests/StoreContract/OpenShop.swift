public import Domain
public import Store
import TestSupport

/// A store in a place of its own, with one tenant and its location.
public final class OpenShop {
    public static let tenant = TenantRecord.fixture()
    public static let main = ID<Location>.fixture(2)
    public static let start = ManualClock.start

    public let fixture: any StoreFixture
    private var position: Int64 = 1

    /// A store that holds what a batch has written.
    public init(_ fixture: any StoreFixture, holding batch: Batch) throws {
        self.fixture = fixture
        try store.save(batch)
    }

    public convenience init(_ fixture: any StoreFixture) throws {
        let first = TenantBatch.firstStart(Self.tenant, main: Self.main)
        try self.init(fixture, holding: Batch(at: Self.start, tenants: [first]))
    }

    public convenience init(_ kind: StoreKind) throws { try self.init(kind.fixture()) }

    public var store: any Store { fixture.store }

    /// Closes the database and opens it again.
    public func reopen() throws { try fixture.reopen() }

    public func save(
        at time: Timestamp = OpenShop.start, entries: [LogEntry] = [], answers: [KeptAnswer] = [],
        lastID: Int64 = 0, _ change: (inout Changes) -> Void = { _ in }
    ) throws {
        var changes = Changes(tenant: Self.tenant.id, at: time, lastID: lastID)
        change(&changes)
        let batch = TenantBatch(changes: changes, firstPosition: position, entries: entries)
        try store.save(Batch(at: time, tenants: [batch], answers: answers))
        position += Int64(entries.count)
    }

    public func reservation(_ id: ID<Reservation>) throws -> Reservation? {
        try store.load(Needs(reservations: [id]), of: Self.tenant.id).reservations.first
    }

    public func shop() throws -> Shop? { try store.residents().shops[Self.tenant.id] }

    /// Runs `body` over what is committed now.
    public func read<Result: Sendable>(
        _ body: @Sendable (any Snapshot) throws -> Result
    ) throws -> Result {
        try fixture.makeReader(connections: 1).read(body)
    }

    /// The first column of a statement's rows.
    public func integers(_ sql: String) throws -> [Int64] {
        try read { snapshot in try snapshot.rows(sql, []).map { try $0.integer(0) } }
    }

    /// How many rows a table has.
    public func count(_ table: String) throws -> Int64 {
        try integers("SELECT COUNT(*) FROM \(table)").first ?? 0
    }

    /// Changes rows behind the store's back.
    public func falsify(_ sql: String) throws { try fixture.falsify(sql) }
}

extension Timestamp {
    /// So many milliseconds after the clock's start.
    public static func start(plus milliseconds: Int64) -> Timestamp {
        Timestamp(milliseconds: OpenShop.start.milliseconds + milliseconds)
    }
}

extension KeptAnswer {
    public static func fixture(_ number: UInt64, at time: Timestamp = OpenShop.start) -> KeptAnswer
    {
        KeptAnswer(
            key: KeyDigest(high: number &* 0x9E37_79B9_7F4A_7C15, low: number),
            fingerprint: number, answer: Answer(status: 201, body: Array("\(number)".utf8)),
            at: time)
    }
}

extension Reservation {
    public static func fixture(
        _ id: Int64, state: State = .active, units: Int64 = 1, endedAt: Timestamp? = nil,
        createdAt: Timestamp = OpenShop.start
    ) -> Reservation {
        Reservation(
            id: .fixture(id), state: state, kind: .checkout, holder: "holder", channel: .online,
            lines: [
                ReservationLine(
                    item: .fixture(10), quantity: units, requested: units,
                    sources: [.init(item: .fixture(10), location: OpenShop.main, units: units)])
            ],
            createdAt: createdAt, expiresAt: nil, endedAt: endedAt)
    }
}

extension ReadStore {
    /// Runs `body` over one snapshot of the fixture's tenant.
    public func read<Result: Sendable>(
        _ body: @Sendable (any Snapshot) throws -> Result
    ) throws -> Result {
        try read(of: OpenShop.tenant.id, body)
    }
}
