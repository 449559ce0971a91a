public import Domain
import Platform
public import Store

/// A shop's whole database in one file, owned by one process.
///
/// The file is `holdfast.db` in the data folder; `holdfast.lock` beside it is held as long as
/// the store is open, so that no second process writes.
public final class SQLiteStore: Store {
    /// The database within its data folder.
    public static let fileName = "holdfast.db"

    let connection: Connection
    /// Its absolute path, without links.
    private let file: String
    private let lock: ExclusiveFile
    private let begin: Statement
    private let commit: Statement
    private let saving: Saving
    private let pruning: Pruning
    private let keyMaximum: Int
    private var answers: AnswerIndex
    /// 16 random bytes, made once: they key hashes of idempotency keys and sign cursors.
    public let secret: [UInt8]

    /// 64 MB: then the write-ahead log goes back into the file.
    private static let logPageMaximum = 16_000
    /// A reader may keep the log from being emptied: pages until the next attempt.
    private static let logPageStep = 4_000
    private var logPageLimit = logPageMaximum

    /// Opens the database of a data folder, or makes one, and brings its schema up to date.
    ///
    /// - Throws: `SQLiteOpenError` for a file that is in use, foreign, newer or damaged;
    ///   `StoreError` where the disk fails.
    public convenience init(directory: String) throws {
        try self.init(directory: directory, keyMaximum: AnswerIndex.keyMaximum)
    }

    /// The same with room for `keyMaximum` idempotency keys in memory.
    package init(directory: String, keyMaximum: Int) throws {
        self.keyMaximum = keyMaximum
        let path = directory + "/" + Self.fileName
        file = Connection.resolved(directory) + "/" + Self.fileName
        lock = try Self.lock(directory + "/holdfast.lock")
        try NewDatabase.make(file, in: Connection.resolved(directory))
        do {
            connection = try Connection(path: file)
        } catch {
            throw SQLiteOpenError.unwritable(path)
        }
        do {
            try Self.checkHeader(connection, path)
            try connection.execute(
                """
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                PRAGMA wal_autocheckpoint = 0;
                PRAGMA secure_delete = OFF;
                PRAGMA temp_store = MEMORY;
                PRAGMA mmap_size = 0;
                PRAGMA cache_size = -65536
                """)
            connection.countLogPages()
            try Migrator(connection, path: path).migrate()
            secret = try Self.secret(connection)
            saving = try Saving(connection)
            pruning = Pruning(connection)
            answers = AnswerIndex(connection, keyMaximum: keyMaximum)
            begin = try connection.statement(HotSQL.begin)
            commit = try connection.statement(HotSQL.commit)
        } catch StoreError.corrupt(_, let cause), StoreError.damaged(let cause) {
            throw SQLiteOpenError.damaged(path, cause)
        }
    }

    /// Readers over the same file. They never write, checkpoint or migrate.
    public func makeReader(connections: Int) throws(StoreError) -> SQLiteReader {
        try SQLiteReader(path: file, connections: connections)
    }

    /// Asks SQLite itself whether the file is sound; empty when it is.
    public func integrityProblems() throws(StoreError) -> [String] {
        var problems: [String] = []
        do {
            for row in try connection.statement("PRAGMA quick_check(20)").rows("database") {
                let text = try row.text(0)
                if text != "ok" { problems.append(text) }
            }
        } catch .corrupt(_, let cause), .damaged(let cause) {
            problems.append(cause)
        }
        return problems
    }

    // MARK: Store

    public func residents() throws(StoreError) -> Residents {
        let mark = try clock()
        answers = AnswerIndex(connection, keyMaximum: keyMaximum)
        try answers.load(since: mark.time)
        // Its pages leave memory, for what is read next.
        try connection.execute("PRAGMA shrink_memory")
        var residents = try Rebuild(file).residents()
        residents.clockMark = mark.time
        residents.lastID = mark.lastID
        return residents
    }

    /// One process owns the file.
    public var isShared: Bool { false }

    /// Its transaction begins with `save`: nobody else writes.
    public func open(
        _ tenant: ID<Tenant>, for needs: Needs, at now: Timestamp
    ) throws(StoreError) -> Opening {
        var opening = Opening()
        for key in needs.keys {
            if let kept = try keptAnswer(key, at: now) { opening.kept[key] = kept }
        }
        if !needs.namesNoRows { try load(needs, of: tenant, into: &opening) }
        return opening
    }

    public func leave() {}

    public func news() -> [TenantBatch] { [] }

    private func load(
        _ needs: Needs, of tenant: ID<Tenant>, into loaded: inout Opening
    ) throws(StoreError) {
        // Where several names lead to the same rows, or damage to a ring, each is read once.
        var known: Set<ID<Reservation>> = []
        for id in needs.reservations {
            var next: ID<Reservation>? = id
            while let id = next, known.insert(id).inserted {
                let found = try reservation(id, of: tenant)
                if let found { loaded.reservations.append(found) }
                next = found?.replacedBy
            }
        }
        for holder in needs.holders {
            let statement = try connection.statement(ColdSQL.soldSession)
            statement.bind([.integer(tenant.rawValue), .text(holder)])
            for row in try statement.rows("reservation") {
                loaded.reservations.append(try decoded(row))
            }
        }
        for id in needs.profiles {
            let statement = try connection.statement(ColdSQL.profile)
            statement.bind([.integer(tenant.rawValue), .integer(id.rawValue)])
            for row in try statement.rows("item") {
                loaded.profiles[id] = try named("\(id.rawValue)") { () throws(StoreError) in
                    try ItemRow.profile(row, from: 0)
                }
            }
        }
    }

    private func reservation(
        _ id: ID<Reservation>, of tenant: ID<Tenant>
    ) throws(StoreError) -> Reservation? {
        let statement = try connection.statement(ColdSQL.reservation)
        statement.bind([.integer(tenant.rawValue), .integer(id.rawValue)])
        guard let row = try statement.rows("reservation").first else { return nil }
        return try decoded(row)
    }

    private func decoded(_ row: Row) throws(StoreError) -> Reservation {
        let id = try row.integer(0)
        return try named("\(id)") { () throws(StoreError) in try ReservationRow.decode(row) }
    }

    private func keptAnswer(
        _ key: KeyDigest, at now: Timestamp
    ) throws(StoreError) -> KeptAnswer? {
        for place in try answers.places(of: key) {
            let statement = try connection.statement(ColdSQL.answers)
            statement.bind(1, place.batch)
            guard let row = try statement.rows("answer_batch").first else { continue }
            let at = Timestamp(milliseconds: try row.integer(0))
            guard now < at.adding(seconds: KeptAnswer.lifeSeconds) else { continue }
            let kept = try named("answers \(place.batch)") { () throws(StoreError) in
                try AnswerPacking.answer(
                    to: key, at: place.index, keys: try row.blob(1), bodies: try row.blob(2),
                    given: at, log: logged)
            }
            if let kept { return kept }
        }
        return nil
    }

    /// So many bytes at a place of the event log.
    private func logged(_ place: LogPlace, _ length: Int) throws(StoreError) -> [UInt8] {
        let statement = try connection.statement(ColdSQL.eventsAt)
        statement.bind([.integer(place.tenant.rawValue), .integer(place.position)])
        guard let row = try statement.rows("event_batch").first,
            let body = try EventEntries.body(
                try row.blob(1), at: Int(place.position - (try row.integer(0)))),
            place.offset + length <= body.count
        else { throw .corrupt(table: "event_batch", key: "position \(place.position)") }
        return Array(body[place.offset..<(place.offset + length)])
    }

    /// What `work` reads of one row; where it is damaged, the error names the row too.
    private func named<Result>(
        _ row: String, _ work: () throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        do throws(StoreError) {
            return try work()
        } catch .corrupt(let table, let key) {
            throw .corrupt(table: table, key: key == row ? row : "\(row), \(key)")
        }
    }

    public func save(_ batch: Batch) throws(StoreError) {
        try transact { () throws(StoreError) in
            guard let row = try saving.write(batch) else { return { _ in } }
            let departure = try answers.makeRoom(for: batch.answers.count, of: row)
            return { answers in
                answers.finish(departure)
                answers.add(batch.answers, batch: row)
            }
        }
    }

    /// Commits what `work` writes; then what it returns changes the index. Nothing of it stays
    /// where either fails.
    private func transact(
        _ work: () throws(StoreError) -> (inout AnswerIndex) -> Void
    ) throws(StoreError) {
        try begin.run()
        do throws(StoreError) {
            let finish = try work()
            try commit.run()
            finish(&answers)
        } catch {
            // After a failed commit SQLite may have rolled back by itself; after a failure of the
            // disk there is nothing left to save.
            switch error {
            case .unavailable, .corrupt:
                if connection.isInTransaction { try connection.execute("ROLLBACK") }
            case .fatal, .damaged: break
            }
            throw error
        }
        try shortenLog()
    }

    /// Moves a long log into the file. SQLite's own checkpoints would ignore a sync that failed,
    /// and then reuse the log, which alone holds what was committed.
    private func shortenLog() throws(StoreError) {
        let pages = connection.logPages
        if pages < Self.logPageMaximum { logPageLimit = Self.logPageMaximum }
        guard pages >= logPageLimit else { return }
        do {
            try connection.checkpoint(.passive)
            logPageLimit = pages + Self.logPageStep
        } catch .unavailable {
            // A full disk: the batch is safe in the log, and the next batch tries again.
        }
    }

    public func differences(
        of tenant: ID<Tenant>, among suspects: [Suspect]
    ) throws(StoreError) -> [Difference] {
        try Recount.differences(
            of: tenant, among: suspects, in: ConnectionSnapshot(connection))
    }

    public func prune(at now: Timestamp, limit: Int) throws(StoreError) {
        try transact { () throws(StoreError) in
            let departure = try pruning.prune(at: now, limit: limit, answers)
            return { $0.finish(departure) }
        }
    }

    /// Writes the write-ahead log back, so that a copy of the one file is whole.
    public func close() throws(StoreError) {
        try connection.checkpoint(.truncate)
    }

    private func clock() throws(StoreError) -> (time: Timestamp, lastID: Int64) {
        guard let row = try connection.statement(ColdSQL.clock).rows("clock").first else {
            throw .corrupt(table: "clock", key: "1")
        }
        return (Timestamp(milliseconds: try row.integer(0)), try row.integer(1))
    }
}

extension SQLiteStore {
    /// "hold" in ASCII, in the file's header: a database of ours and no other.
    static let applicationID: Int64 = 0x686F_6C64

    private static func checkHeader(_ connection: Connection, _ path: String) throws {
        let application = try number("PRAGMA application_id", connection)
        guard application == applicationID else { throw SQLiteOpenError.foreign(path) }
    }

    private static func lock(_ path: String) throws(SQLiteOpenError) -> ExclusiveFile {
        switch ExclusiveFile.lock(path) {
        case .held(let file): return file
        case .taken: throw .inUse(path)
        case .failed: throw .unwritable(path)
        }
    }

    private static func number(_ sql: String, _ connection: Connection) throws -> Int64 {
        try connection.statement(sql).rows("header").first?.integer(0) ?? 0
    }

    /// Made at the first start.
    private static func secret(_ connection: Connection) throws -> [UInt8] {
        if let row = try connection.statement(ColdSQL.clock).rows("clock").first {
            return try row.blob(2)
        }
        let made = SystemRandom.bytes(16)
        let statement = try connection.statement(ColdSQL.insertClock)
        statement.bind(1, blob: made)
        try statement.run()
        return made
    }
}

/// Why a database cannot be opened. Says what to do about it.
public enum SQLiteOpenError: Error, Equatable, CustomStringConvertible {
    /// Another process holds the lock.
    case inUse(String)
    case foreign(String)
    case newer(String, step: String)
    case damaged(String, String)
    case unwritable(String)

    public var description: String {
        switch self {
        case .inUse(let path):
            "\(path) is held by another process; one process owns a database file."
        case .foreign(let path): "\(path) is not a database of Holdfast."
        case .newer(let path, let step):
            "\(path) was written by a newer version (step \(step)); start that version."
        case .damaged(let path, let cause):
            "\(path) is damaged (\(cause)); restore a backup. Nothing was changed."
        case .unwritable(let path):
            "\(path) cannot be created or written; a symbolic link is not followed."
        }
    }
}
