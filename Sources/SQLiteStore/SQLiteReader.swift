public import Domain
public import Store
import Synchronization

/// Read-only connections to the same file; each serves one thread at a time.
public final class SQLiteReader: ReadStore {
    private final class Slot: Sendable {
        let connection: Mutex<Connection>

        init(path: String) throws(StoreError) {
            let opened = try Connection(path: path, isReadOnly: true)
            try opened.execute(
                """
                PRAGMA query_only = ON;
                PRAGMA mmap_size = 0;
                PRAGMA cache_size = -8192;
                PRAGMA temp_store = MEMORY
                """)
            connection = Mutex(opened)
        }
    }

    private let slots: [Slot]

    init(path: String, connections: Int) throws(StoreError) {
        var slots: [Slot] = []
        for _ in 0..<max(1, connections) { slots.append(try Slot(path: path)) }
        self.slots = slots
    }

    /// The same as `read`: whoever asks names the tenant in each statement.
    public func read<Result: Sendable>(
        of tenant: ID<Tenant>, _ body: @Sendable (any Snapshot) throws -> Result
    ) throws -> Result {
        try read(body)
    }

    /// Waits for a connection where all are busy.
    public func read<Result: Sendable>(
        _ body: @Sendable (any Snapshot) throws -> Result
    ) throws -> Result {
        for slot in slots {
            let done = try slot.connection.withLockIfAvailable { connection in
                try Self.snapshot(connection, body)
            }
            if let done { return done }
        }
        return try slots[0].connection.withLock { connection in
            try Self.snapshot(connection, body)
        }
    }

    private static func snapshot<Result>(
        _ connection: Connection, _ body: @Sendable (any Snapshot) throws -> Result
    ) throws -> Result {
        try connection.execute("BEGIN")
        defer {
            // Ending a transaction that only read loses nothing, whatever it answers.
            try? connection.execute("COMMIT")
        }
        return try body(ConnectionSnapshot(connection))
    }
}

/// What a connection sees while its transaction is open.
struct ConnectionSnapshot: Snapshot {
    private let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    func rows(_ sql: String, _ parameters: [SQLValue]) throws(StoreError) -> [Row] {
        let statement = try connection.statement(sql)
        statement.bind(parameters)
        return try statement.rows("query")
    }

    func forEachRow(
        _ sql: String, _ parameters: [SQLValue], _ body: (Row) throws -> Void
    ) throws {
        let statement = try connection.statement(sql)
        statement.bind(parameters)
        try statement.forEachRow { try body(Row(table: "query", values: $0)) }
    }
}
