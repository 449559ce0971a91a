public import Domain

/// The write side of a database. One thread owns it; nothing of it is shared.
public protocol Store: AnyObject {
    /// Everything that decisions need, from the database: at start, and after a failed batch.
    func residents() throws(StoreError) -> Residents

    /// The rows that commands name and that are not resident: ended reservations with all that
    /// took their place one after the other, the text of items. Loaded before a batch is decided.
    func load(_ needs: Needs, of tenant: ID<Tenant>) throws(StoreError) -> Loaded

    /// The answer kept under an idempotency key, if it was given less than 24 hours before.
    func keptAnswer(_ key: KeyDigest, at now: Timestamp) throws(StoreError) -> KeptAnswer?

    /// Writes the batch in one transaction and returns once it is durable.
    func save(_ batch: Batch) throws(StoreError)

    /// Where the books of some items do not balance, as the last batch left them. What it costs
    /// grows with what is known of those items.
    func differences(
        of tenant: ID<Tenant>, among suspects: [Suspect]
    ) throws(StoreError) -> [Difference]

    /// Drops what is kept no longer (answers, events, ended reservations), at most `limit` rows
    /// a call, so that it never holds up a sale.
    func prune(at now: Timestamp, limit: Int) throws(StoreError)
}

/// The read side: snapshots, for lists and reports. Any thread may use it.
public protocol ReadStore: Sendable {
    /// Runs `body` over one snapshot.
    func read<Result: Sendable>(
        _ body: @Sendable (any Snapshot) throws -> Result
    ) throws -> Result
}

/// One consistent view of the database.
public protocol Snapshot {
    /// The rows of a query; `?1` and so on stand for the parameters.
    func rows(_ sql: String, _ parameters: [SQLValue]) throws(StoreError) -> [Row]

    /// Calls `body` for each row, for results too large to hold.
    func forEachRow(
        _ sql: String, _ parameters: [SQLValue], _ body: (Row) throws -> Void
    ) throws
}

public enum SQLValue: Equatable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])
}

/// The world's problem, with whether trying again can help.
public enum StoreError: Error, Equatable, Sendable {
    /// The batch was lost as a whole (a full disk, a constraint); later ones may succeed.
    case unavailable(String)
    /// What was written may not be on disk: the process must end.
    case fatal(String)
    /// A row that cannot be, with its table and its key; others can be read.
    case corrupt(table: String, key: String)
    /// The file itself cannot be: the process must end.
    case damaged(String)
}
