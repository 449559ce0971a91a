// Wraps SQLite's C calls, to damage databases in ways that the store never does.
import CSQLite
public import TestSupport

/// A database file seen without the store.
public enum RawDatabase {
    /// Runs statements in the database of a folder whose store is closed.
    public static func run(_ sql: String, in folder: TemporaryDirectory) throws {
        try unsafe with(folder) { database in try unsafe execute(sql, database) }
    }

    /// Runs statements in a transaction, and copies the files while it is open: what a kill
    /// there leaves behind.
    public static func killed(amid sql: String, in folder: TemporaryDirectory) throws
        -> TemporaryDirectory
    {
        try unsafe with(folder) { database in
            try unsafe execute("BEGIN IMMEDIATE; \(sql)", database)
            return try folder.crashImage()
        }
    }

    private static func with<Result>(
        _ folder: TemporaryDirectory, _ body: (OpaquePointer) throws -> Result
    ) throws -> Result {
        var opened: OpaquePointer?
        let code = unsafe sqlite3_open(folder.path + "/holdfast.db", &opened)
        defer { unsafe sqlite3_close_v2(opened) }
        guard code == SQLITE_OK, let opened = unsafe opened else { throw RawFailure(code: code) }
        return try unsafe body(opened)
    }

    private static func execute(_ sql: String, _ database: OpaquePointer) throws {
        let code = unsafe sqlite3_exec(database, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw RawFailure(code: code) }
    }
}

struct RawFailure: Error {
    let code: Int32
}
