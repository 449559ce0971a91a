import Store

/// Brings a database to the newest schema, one step a transaction.
struct Migrator {
    private let connection: Connection
    /// The file's, for errors.
    private let path: String

    init(_ connection: Connection, path: String) {
        self.connection = connection
        self.path = path
    }

    /// - Throws: `SQLiteOpenError.newer` for a step that this version does not know.
    func migrate() throws {
        try connection.execute(
            "CREATE TABLE IF NOT EXISTS migration (name TEXT NOT NULL PRIMARY KEY) STRICT")
        var done: [String] = []
        for row in try connection.statement("SELECT name FROM migration ORDER BY name")
            .rows("migration")
        {
            done.append(try row.text(0))
        }
        if let unknown = done.first(where: { name in
            !migrations.contains { $0.name == name }
        }) {
            throw SQLiteOpenError.newer(path, step: unknown)
        }
        for migration in migrations where !done.contains(migration.name) {
            try connection.execute("BEGIN IMMEDIATE")
            do {
                try connection.execute(migration.sql)
                let statement = try connection.statement("INSERT INTO migration VALUES (?1)")
                statement.bind(1, migration.name)
                try statement.run()
                try connection.execute("COMMIT")
            } catch {
                if connection.isInTransaction { try connection.execute("ROLLBACK") }
                throw error
            }
        }
    }
}

extension SQLiteStore {
    /// The names of all steps of the schema, in order.
    package static let schemaSteps = migrations.map(\.name)
}
