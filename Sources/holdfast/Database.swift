import Platform
import PostgresStore
import SQLiteStore
import Store

/// The database that the configuration names, opened.
struct Database {
    let store: any Store
    /// Keys hashes of idempotency keys and signs cursors.
    let secret: [UInt8]
    /// Readers of the same database, so many at once.
    let makeReader: (_ connections: Int) throws -> any ReadStore
    /// What the database itself finds wrong with its files; empty when nothing is.
    let integrityProblems: () throws -> [String]
    let close: () throws -> Void

    private init(_ store: SQLiteStore) {
        self.store = store
        secret = store.secret
        makeReader = { try store.makeReader(connections: $0) }
        integrityProblems = { try store.integrityProblems() }
        close = { try store.close() }
    }

    /// PostgreSQL looks after its files by itself.
    private init(_ store: PostgresStore) {
        self.store = store
        secret = store.secret
        makeReader = { store.makeReader(connections: $0) }
        integrityProblems = { [] }
        close = {}
    }

    /// Opens it, or says why not, and ends.
    ///
    /// `mustExist`: a folder without a database is a mistake, and none is made.
    static func open(_ configuration: Configuration, mustExist: Bool = false) -> Database {
        if let url = configuration.database { return connect(url) }
        Folder.keepPrivate()
        if mustExist, Folder.fileSize(configuration.data + "/" + SQLiteStore.fileName) == nil {
            Output.complaint("\(configuration.data): there is no database")
            ExitCode.data.end()
        }
        guard Folder.make(configuration.data) else {
            Output.complaint("\(configuration.data): cannot be made or written")
            ExitCode.cannotCreate.end()
        }
        do {
            return Database(try SQLiteStore(directory: configuration.data))
        } catch let error as SQLiteOpenError {
            Output.complaint("\(error)")
            switch error {
            case .inUse, .unwritable: ExitCode.cannotCreate.end()
            case .foreign, .newer, .damaged: ExitCode.data.end()
            }
        } catch {
            end(error)
        }
    }

    private static func connect(_ url: String) -> Database {
        do {
            return Database(try PostgresStore(url: url))
        } catch let error as PostgresOpenError {
            Output.complaint("\(error)")
            ExitCode.data.end()
        } catch {
            end(error)
        }
    }

    /// Ends for a reason of the disk's, or the network's.
    static func end(_ error: any Error) -> Never {
        Output.complaint("the database failed: \(error)")
        ExitCode.inputOutput.end()
    }
}
