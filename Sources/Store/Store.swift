public import Domain

/// The write side of a database. One thread owns it; nothing of it is shared.
public protocol Store: AnyObject {
    /// Everything that decisions need, from the database: at start, and after a failed batch.
    func residents() throws(StoreError) -> Residents

    /// Whether other processes write to the same database. Then each tenant's batch is a
    /// transaction of its own, and what the others commit is to be followed.
    var isShared: Bool { get }

    /// Begins a batch of one tenant, or goes on with it: nobody else writes of this tenant until
    /// `save` or `leave`.
    func open(
        _ tenant: ID<Tenant>, for needs: Needs, at now: Timestamp
    ) throws(StoreError) -> Opening

    /// Writes the batch in one transaction and returns once it is durable.
    func save(_ batch: Batch) throws(StoreError)

    /// Ends what `open` began; nothing is written.
    func leave()

    /// What others committed of any tenant and was not told yet: some of it, in order, and the
    /// rest when it is asked again.
    func news() throws(StoreError) -> [TenantBatch]

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
    /// Runs `body` over one snapshot of a tenant's rows; those of others need not be there.
    func read<Result: Sendable>(
        of tenant: ID<Tenant>, _ body: @Sendable (any Snapshot) throws -> Result
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
