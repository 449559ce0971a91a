import CSQLite
import Store

/// One SQLite connection. Wraps C: `unsafe` may stand here.
///
/// Not `Sendable` on purpose: one thread uses it at a time.
@safe
final class Connection {
    private let handle: OpaquePointer
    private var statements: [String: Statement] = [:]
    private let pages: UnsafeMutablePointer<Int32>

    enum Checkpoint {
        /// As far as readers allow.
        case passive
        /// All of it, and empties the log.
        case truncate
    }

    /// Opens a database that is there, or makes one unless `isReadOnly`.
    init(path: String, isReadOnly: Bool = false) throws(StoreError) {
        var opened: OpaquePointer?
        let mode =
            isReadOnly
            ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        let code = unsafe sqlite3_open_v2(
            path, &opened, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW, nil)
        guard let opened = unsafe opened else { throw .fatal("cannot open \(path): no memory") }
        unsafe handle = opened
        unsafe pages = .allocate(capacity: 1)
        unsafe pages.initialize(to: 0)
        guard code == SQLITE_OK else {
            let message = unsafe String(cString: sqlite3_errmsg(opened))
            throw .fatal("cannot open \(path): \(message)")
        }
        unsafe sqlite3_extended_result_codes(opened, 1)
    }

    /// The absolute path without symbolic links, so that a data folder may stand behind one
    /// although the file itself may not be one.
    static func resolved(_ path: String) -> String {
        guard let system = unsafe sqlite3_vfs_find(nil),
            let resolve = unsafe system.pointee.xFullPathname
        else { return path }
        var name = [CChar](repeating: 0, count: Int(unsafe system.pointee.mxPathname) + 1)
        let code = unsafe resolve(system, path, Int32(name.count), &name)
        guard code & 0xFF == SQLITE_OK else { return path }
        let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    deinit {
        statements.removeAll()
        unsafe sqlite3_close_v2(handle)
        unsafe pages.deallocate()
    }

    /// Runs one or more statements without parameters.
    func execute(_ sql: String) throws(StoreError) {
        try check(unsafe sqlite3_exec(handle, sql, nil, nil, nil))
    }

    /// The statement, prepared once and reused: preparing costs more than most of them run.
    func statement(_ sql: String) throws(StoreError) -> Statement {
        if let known = statements[sql] { return known }
        if statements.count >= Self.statementMaximum { statements.removeAll() }
        var prepared: OpaquePointer?
        try check(
            unsafe sqlite3_prepare_v3(
                handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil))
        guard let prepared = unsafe prepared else {
            throw .unavailable("no statement in: \(sql)")
        }
        let statement = unsafe Statement(prepared, of: self)
        statements[sql] = statement
        return statement
    }

    private static let statementMaximum = 256

    /// The id of the row that was inserted last.
    var lastInsertedID: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

    /// Whether the system lets the file be read only.
    var isReadOnly: Bool { unsafe sqlite3_db_readonly(handle, "main") == 1 }

    /// Whether a transaction is open.
    var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

    /// Pages in the write-ahead log after the last commit, once `countLogPages` was called.
    var logPages: Int { Int(unsafe pages.pointee) }

    func countLogPages() {
        let count:
            @convention(c) (
                UnsafeMutableRawPointer?, OpaquePointer?, UnsafePointer<CChar>?, Int32
            ) -> Int32 = { pages, _, _, count in
                unsafe pages?.storeBytes(of: count, as: Int32.self)
                return SQLITE_OK
            }
        unsafe sqlite3_wal_hook(handle, count, pages)
    }

    /// Moves the write-ahead log into the database file.
    func checkpoint(_ checkpoint: Checkpoint) throws(StoreError) {
        let mode =
            switch checkpoint {
            case .passive: SQLITE_CHECKPOINT_PASSIVE
            case .truncate: SQLITE_CHECKPOINT_TRUNCATE
            }
        try check(unsafe sqlite3_wal_checkpoint_v2(handle, nil, mode, nil, nil))
    }

    func check(_ code: Int32) throws(StoreError) {
        guard code != SQLITE_OK, code != SQLITE_ROW, code != SQLITE_DONE else { return }
        throw error(code)
    }

    /// A full disk or a constraint loses the batch; after anything that touches the file itself
    /// nothing that was written can be trusted any more.
    func error(_ code: Int32) -> StoreError {
        let message = unsafe String(cString: sqlite3_errmsg(handle))
        switch code & 0xFF {
        case SQLITE_FULL, SQLITE_CONSTRAINT, SQLITE_BUSY, SQLITE_LOCKED, SQLITE_TOOBIG,
            SQLITE_NOMEM, SQLITE_ERROR, SQLITE_INTERRUPT:
            return .unavailable(message)
        case SQLITE_CORRUPT, SQLITE_NOTADB: return .damaged(message)
        default: return .fatal(message)
        }
    }
}
