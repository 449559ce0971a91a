import Platform
import Store

/// Makes the database file whole before it gets its name, so that a crash in between leaves
/// none, and a file that is there and empty is known to be damaged.
enum NewDatabase {
    /// - Throws: `SQLiteOpenError` for an empty file, or a folder that cannot be written.
    static func make(_ path: String, in directory: String) throws {
        if let size = Folder.fileSize(path) {
            guard size > 0 else { throw SQLiteOpenError.damaged(path, "the file is empty") }
            return
        }
        let unfinished = path + ".new"
        Folder.removeFile(unfinished)
        try fill(unfinished)
        guard Folder.renameFile(unfinished, to: path, in: directory) else {
            throw SQLiteOpenError.unwritable(path)
        }
    }

    private static func fill(_ path: String) throws {
        let connection: Connection
        do {
            connection = try Connection(path: path)
        } catch {
            throw SQLiteOpenError.unwritable(path)
        }
        try connection.execute(
            """
            PRAGMA page_size = 4096;
            PRAGMA synchronous = FULL;
            PRAGMA application_id = \(SQLiteStore.applicationID)
            """)
        try Migrator(connection, path: path).migrate()
    }
}
