import Domain
import SQLiteStore
import Store
import TestSupport

/// A store over a folder of its own, with one tenant and its location.
final class OpenShop {
    static let tenant = TenantRecord.fixture()
    static let main = ID<Location>.fixture(2)
    static let start = ManualClock.start

    let directory: TemporaryDirectory
    private var opened: SQLiteStore?
    private var position: Int64 = 1

    init(keyMaximum: Int = 1_000_000) throws {
        directory = try TemporaryDirectory()
        opened = try SQLiteStore(directory: directory.path, keyMaximum: keyMaximum)
        try store.save(
            Batch(at: Self.start, tenants: [.firstStart(Self.tenant, main: Self.main)]))
    }

    var store: SQLiteStore {
        guard let opened else { preconditionFailure("the store did not open again") }
        return opened
    }

    /// Closes the database and opens it again.
    func reopen(keyMaximum: Int = 1_000_000) throws {
        try store.close()
        // The lock goes with the store, so the old one must be gone before the new one comes.
        opened = nil
        opened = try SQLiteStore(directory: directory.path, keyMaximum: keyMaximum)
    }

    func save(
        at time: Timestamp = start, entries: [LogEntry] = [], answers: [KeptAnswer] = [],
        lastID: Int64 = 0, _ change: (inout Changes) -> Void = { _ in }
    ) throws {
        var changes = Changes(tenant: Self.tenant.id, at: time, lastID: lastID)
        change(&changes)
        let batch = TenantBatch(changes: changes, firstPosition: position, entries: entries)
        try store.save(Batch(at: time, tenants: [batch], answers: answers))
        position += Int64(entries.count)
    }

    func reservation(_ id: ID<Reservation>) throws -> Reservation? {
        try store.load(Needs(reservations: [id]), of: Self.tenant.id).reservations.first
    }

    func shop() throws -> Shop? { try store.residents().shops[Self.tenant.id] }

    /// The first column of a statement's rows.
    func integers(_ sql: String) throws -> [Int64] {
        try store.makeReader(connections: 1).read { snapshot in
            try snapshot.rows(sql, []).map { try $0.integer(0) }
        }
    }

    /// Changes rows behind the store's back.
    func falsify(_ sql: String) throws { try RawDatabase.run(sql, in: directory) }
}

extension Timestamp {
    /// So many milliseconds after the clock's start.
    static func start(plus milliseconds: Int64) -> Timestamp {
        Timestamp(milliseconds: OpenShop.start.milliseconds + milliseconds)
    }
}

extension KeptAnswer {
    static func fixture(_ number: UInt64, at time: Timestamp = OpenShop.start) -> KeptAnswer {
        KeptAnswer(
            key: KeyDigest(high: number &* 0x9E37_79B9_7F4A_7C15, low: number),
            fingerprint: number, answer: Answer(status: 201, body: Array("\(number)".utf8)),
            at: time)
    }
}

extension Reservation {
    static func fixture(
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
