public import Domain
public import Store
import Synchronization

/// Read-only connections to the same database; each serves one thread at a time, and is made when
/// it is first used.
public final class PostgresReader: ReadStore {
    /// A connection that one thread at a time holds.
    private final class Slot: Sendable {
        let connection = Mutex<Connection?>(nil)
    }

    private let url: String
    private let slots: [Slot]

    init(url: String, connections: Int) {
        self.url = url
        slots = (0..<max(1, connections)).map { _ in Slot() }
    }

    /// Waits for a connection where all are busy.
    public func read<Result: Sendable>(
        of tenant: ID<Tenant>, _ body: @Sendable (any Snapshot) throws -> Result
    ) throws -> Result {
        for slot in slots {
            let done = try slot.connection.withLockIfAvailable { connection in
                try snapshot(&connection, tenant, body)
            }
            if let done { return done }
        }
        return try slots[0].connection.withLock { connection in
            try snapshot(&connection, tenant, body)
        }
    }

    private func snapshot<Result>(
        _ kept: inout Connection?, _ tenant: ID<Tenant>,
        _ body: @Sendable (any Snapshot) throws -> Result
    ) throws -> Result {
        do {
            let connection = try usable(&kept)
            defer {
                // Ending a transaction that only read loses nothing, whatever it answers.
                if connection.isInTransaction {
                    _ = try? connection.run([.rollback], by: PostgresSnapshot.deadline)
                }
            }
            _ = try connection.run(
                [.beginReading, .tenant(tenant)], by: PostgresSnapshot.deadline)
            return try body(PostgresSnapshot(connection))
        } catch let error as PostgresError {
            throw error.storeError
        }
    }

    private func usable(_ kept: inout Connection?) throws(PostgresError) -> Connection {
        if let kept, kept.isOpen { return kept }
        let made = try Connection(url: url, by: PostgresSnapshot.deadline)
        kept = made
        return made
    }
}

/// What a connection sees while its transaction is open.
struct PostgresSnapshot: Snapshot {
    /// What one query may take.
    static var deadline: Deadline { Deadline(milliseconds: silenceMilliseconds) }
    private static let silenceMilliseconds: Int64 = 30_000

    private let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    func rows(_ sql: String, _ parameters: [SQLValue]) throws(StoreError) -> [Row] {
        do {
            return try connection.run([Step(sql, values: parameters)], by: Self.deadline)[0].rows(
                "query")
        } catch let error as PostgresError {
            throw error.storeError
        } catch let error as StoreError {
            throw error
        } catch {
            throw .unavailable("\(error)")
        }
    }

    func forEachRow(
        _ sql: String, _ parameters: [SQLValue], _ body: (Row) throws -> Void
    ) throws {
        do {
            try connection.forEachRow(
                of: "query", Step(sql, values: parameters), silence: Self.silenceMilliseconds
            ) { try body(try $0.copy()) }
        } catch let error as PostgresError {
            throw error.storeError
        }
    }
}
