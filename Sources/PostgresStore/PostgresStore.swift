public import Domain
import Platform
public import Store

/// A database that any number of equal processes share.
///
/// Each tenant has a head row. A batch locks it first, so that nobody else decides for the tenant;
/// what others committed since is read in the same round trip, because every batch leaves its
/// changes in the log under the tenant's next revision.
public final class PostgresStore: Store {
    /// What one round trip may take before its callers are told to try again.
    static let roundTripMilliseconds: Int64 = 5_000

    /// Before it asks again what became of a batch.
    private static let pauseMilliseconds: Int32 = 50
    private static let migrationMilliseconds: Int64 = 60_000

    private let url: String
    /// Nil after it was lost, until the next use.
    private var connection: Connection?
    /// Whose transaction is open.
    private var opened: ID<Tenant>?
    /// The time of the open batch's tenant: nothing is decided before it.
    private var mark = Timestamp(milliseconds: 0)
    /// The last revision of each tenant that the process was told of, or wrote itself.
    private var told: [ID<Tenant>: Int64] = [:]
    /// Of these, what is still to be handed over.
    private var untold: [TenantBatch] = []
    /// The tenant whose rows were pruned last.
    private var lastPruned = ID<Tenant>(rawValue: .min)
    private static let prunedAtOnce = 16
    /// 16 random bytes, made once: they key hashes of idempotency keys and sign cursors.
    public let secret: [UInt8]

    /// Connects to a database and brings its schema up to date.
    ///
    /// - Parameter url: a `postgresql://` URL as libpq takes it.
    /// - Throws: `PostgresOpenError` for another version's schema; else `StoreError`.
    public init(url: String) throws {
        self.url = url
        let connection = try Self.connect(url)
        try Migrator(connection).migrate(by: Deadline(milliseconds: Self.migrationMilliseconds))
        self.connection = connection
        secret = try Self.madeSecret(connection)
    }

    public var isShared: Bool { true }

    /// Readers of the same database.
    public func makeReader(connections: Int) -> PostgresReader {
        PostgresReader(url: url, connections: connections)
    }

    public func residents() throws(StoreError) -> Residents {
        leave()
        let rebuilt = try Rebuild(try usable()).residents()
        told = rebuilt.revisions
        untold = []
        return rebuilt.residents
    }

    public func open(
        _ tenant: ID<Tenant>, for needs: Needs, at now: Timestamp
    ) throws(StoreError) -> Opening {
        let questions = Questions(needs, of: tenant, at: now)
        let start = opened == tenant ? [] : Self.begin(tenant) + [others(of: tenant)]
        let results = try run(start + questions.steps)
        opened = tenant
        if !start.isEmpty, let head = try Head.read(results[start.count - 2]) {
            mark = head.mark
            try note(results[start.count - 1], of: tenant)
            try noteMissed(of: tenant, until: head.revision)
        }
        // Where a row cannot be read, what others committed is told at the next call.
        var opening = try questions.opening(results[start.count...])
        opening.mark = mark
        opening.others = takeUntold()
        return opening
    }

    public func save(_ batch: Batch) throws(StoreError) {
        guard let tenant = opened ?? batch.tenants.first?.changes.tenant else {
            _ = try run([Step(HotSQL.mark, [.integer(batch.at.milliseconds)])])
            return
        }
        let isOpened = opened != nil
        // Another connection knows nothing of the transaction.
        guard !isOpened || connection?.isOpen == true else {
            opened = nil
            throw .unavailable("the connection was lost amid a batch")
        }
        let writing = Writing(batch, of: tenant, id: SystemRandom.bytes(16))
        let connection = try usable()
        do throws(PostgresError) {
            let steps = (isOpened ? [] : Self.begin(tenant)) + writing.steps + [.commit]
            _ = try connection.run(steps, by: Self.deadline)
        } catch {
            drop(after: error)
            try settle(error, writing.id, of: tenant)
        }
        opened = nil
        // A batch that was not opened may have missed others: it is told of as theirs are.
        if isOpened { told[tenant, default: 0] += 1 }
    }

    public func leave() {
        guard opened != nil else { return }
        opened = nil
        // Where this fails, the connection is gone, and with it the transaction.
        _ = try? run([.rollback])
    }

    public func news() throws(StoreError) -> [TenantBatch] {
        let heads = try run([.begin, .allTenants, Step(HotSQL.heads), .commit])[2]
        for row in try heads.rows("tenant") {
            let tenant = ID<Tenant>(rawValue: try row.integer(0))
            guard try row.integer(1) > told[tenant] ?? 0 else { continue }
            let results = try run([.begin, .tenant(tenant), others(of: tenant), .commit])
            try note(results[2], of: tenant)
            break
        }
        return takeUntold()
    }

    public func differences(
        of tenant: ID<Tenant>, among suspects: [Suspect]
    ) throws(StoreError) -> [Difference] {
        try Recount.differences(of: tenant, among: suspects, in: PostgresSnapshot(try usable()))
    }

    public func prune(at now: Timestamp, limit: Int) throws(StoreError) {
        let tenants = told.keys.sorted()
        // Some tenants a call, by turns, so that it never holds up a sale.
        for tenant in tenants.filter({ $0 > lastPruned }).prefix(Self.prunedAtOnce) {
            _ = try run(
                [.begin, .tenant(tenant)]
                    + Pruning.steps(of: tenant, at: now, limit: limit) + [.commit])
            lastPruned = tenant
        }
        if lastPruned == tenants.last { lastPruned = ID(rawValue: .min) }
    }

    // MARK: Following

    private func others(of tenant: ID<Tenant>) -> Step {
        BatchRow.step(of: tenant, after: told[tenant] ?? 0)
    }

    /// Notes what others committed, until it is told.
    private func note(_ result: StepResult, of tenant: ID<Tenant>) throws(StoreError) {
        let batches = try BatchRow.batches(result, after: told[tenant] ?? 0)
        told[tenant, default: 0] += Int64(batches.count)
        untold += batches
    }

    /// The same of what one answer had no room for, until the head's revision.
    private func noteMissed(of tenant: ID<Tenant>, until revision: Int64) throws(StoreError) {
        while let last = told[tenant], last < revision {
            try note(try run([others(of: tenant)])[0], of: tenant)
            guard told[tenant] != last else {
                throw .fatal("the log of tenant \(tenant.rawValue) ends before its head")
            }
        }
    }

    private func takeUntold() -> [TenantBatch] {
        defer { untold = [] }
        return untold
    }

    // MARK: Doubt

    /// Returns once it is certain that a batch was committed whose answer did not come. Whoever
    /// holds the tenant's head afterwards knows: by then its transaction has ended.
    ///
    /// Where that cannot be found out in time, the batch counts as lost; if it was committed, the
    /// process is told of it as of what others commit.
    private func settle(
        _ error: PostgresError, _ batch: [UInt8], of tenant: ID<Tenant>
    ) throws(StoreError) {
        guard case .doubtful = error else { throw error.storeError }
        let deadline = Self.deadline
        repeat {
            do throws(PostgresError) {
                if try isCommitted(batch, of: tenant, by: deadline) { return }
                break
            } catch {
                NamedThread.pause(milliseconds: Self.pauseMilliseconds)
            }
        } while deadline.millisecondsLeft > 0
        throw error.storeError
    }

    private func isCommitted(
        _ batch: [UInt8], of tenant: ID<Tenant>, by deadline: Deadline
    ) throws(PostgresError) -> Bool {
        let made = try Self.writing(url, by: deadline)
        let question = Step(HotSQL.batch, [.integer(tenant.rawValue), .blob(batch)])
        let steps = Self.begin(tenant) + [question, .commit]
        let isThere = try made.run(steps, by: deadline)[steps.count - 2].count > 0
        connection = made
        return isThere
    }

    // MARK: The connection

    private static var deadline: Deadline { Deadline(milliseconds: roundTripMilliseconds) }

    private static func begin(_ tenant: ID<Tenant>) -> [Step] {
        [.begin, .tenant(tenant), Step(HotSQL.head, [.integer(tenant.rawValue)])]
    }

    private static func connect(_ url: String) throws(StoreError) -> Connection {
        do {
            return try writing(url, by: deadline)
        } catch {
            throw error.storeError
        }
    }

    /// A table is empty when its statements are first planned, and the plan is kept: reading all of
    /// it would look cheap for good.
    private static func writing(
        _ url: String, by deadline: Deadline
    ) throws(PostgresError) -> Connection {
        let connection = try Connection(url: url, by: deadline)
        try connection.execute("SET enable_seqscan = off", by: deadline)
        return connection
    }

    private func usable() throws(StoreError) -> Connection {
        if let connection, connection.isOpen { return connection }
        let made = try Self.connect(url)
        connection = made
        return made
    }

    private func run(_ steps: [Step]) throws(StoreError) -> [StepResult] {
        let connection = try usable()
        do {
            return try connection.run(steps, by: Self.deadline)
        } catch {
            drop(after: error)
            throw error.storeError
        }
    }

    /// Nothing of a transaction stays when a step of it failed.
    private func drop(after error: PostgresError) {
        opened = nil
        if case .refused = error { return }
        connection = nil
    }

    /// Made at the first start, by whichever process comes first.
    private static func madeSecret(_ connection: Connection) throws(StoreError) -> [UInt8] {
        let made = Step(ColdSQL.insertClock, [.blob(SystemRandom.bytes(16))])
        do throws(PostgresError) {
            let results = try connection.run([made, Step(ColdSQL.clock)], by: deadline)
            guard let row = try? results[1].rows("clock").first, let secret = try? row.blob(2)
            else {
                throw PostgresError.lost("the table clock has no row")
            }
            return secret
        } catch {
            throw error.storeError
        }
    }
}
