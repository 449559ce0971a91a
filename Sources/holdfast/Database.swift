import Platform
import SQLiteStore
import Store

/// Opens the data folder, or says why not, and ends.
enum Database {
    /// `mustExist`: a folder without a database is a mistake, and none is made.
    static func open(_ configuration: Configuration, mustExist: Bool = false) -> SQLiteStore {
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
            return try SQLiteStore(directory: configuration.data)
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

    /// Ends for a reason of the disk's.
    static func end(_ error: any Error) -> Never {
        Output.complaint("the database failed: \(error)")
        ExitCode.inputOutput.end()
    }
}
