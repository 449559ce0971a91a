import Store

/// Brings a database to the newest schema, one step a transaction. Any number may run at once: a
/// lock of the database lets one step at a time happen, once.
package struct Migrator {
    private let connection: Connection

    package init(_ connection: Connection) {
        self.connection = connection
    }

    /// The names of all steps, in order.
    package static let steps = migrations.map(\.name)

    /// Whoever migrates owns the tables.
    ///
    /// - Throws: `PostgresOpenError.newer` for a step that this version does not know.
    package func migrate(by deadline: Deadline) throws {
        if try isEmpty(deadline) {
            _ = try connection.run(
                [
                    .begin, Self.lock,
                    Step(
                        """
                        CREATE TABLE IF NOT EXISTS migration (
                            name TEXT COLLATE "C" NOT NULL PRIMARY KEY
                        )
                        """),
                    .commit,
                ], by: deadline)
        }
        try refuseNewer(try done(deadline))
        for migration in migrations { try take(migration, deadline) }
    }

    /// For whoever only serves.
    ///
    /// - Throws: `PostgresOpenError.newer` or `.older` where the schema is not this version's.
    package func check(by deadline: Deadline) throws {
        let done = try isEmpty(deadline) ? [] : try done(deadline)
        try refuseNewer(done)
        if let missing = migrations.first(where: { !done.contains($0.name) }) {
            throw PostgresOpenError.older(step: missing.name)
        }
    }

    private func take(_ migration: Migration, _ deadline: Deadline) throws(PostgresError) {
        let name = Parameter.text(migration.name)
        let found = try connection.run(
            [.begin, Self.lock, Step("SELECT 1 FROM migration WHERE name = ?1", [name])],
            by: deadline)
        guard found[2].count == 0 else {
            _ = try connection.run([.rollback], by: deadline)
            return
        }
        try connection.execute(migration.sql, by: deadline)
        _ = try connection.run(
            [Step("INSERT INTO migration (name) VALUES (?1)", [name]), .commit], by: deadline)
    }

    private func isEmpty(_ deadline: Deadline) throws -> Bool {
        try connection.run([Step("SELECT to_regclass('migration') IS NULL")], by: deadline)[0]
            .rows("migration")[0].integer(0) == 1
    }

    private func done(_ deadline: Deadline) throws -> [String] {
        try connection.run([Step("SELECT name FROM migration ORDER BY name")], by: deadline)[0]
            .rows("migration").map { try $0.text(0) }
    }

    private func refuseNewer(_ done: [String]) throws(PostgresOpenError) {
        if let unknown = done.first(where: { !Self.steps.contains($0) }) {
            throw .newer(step: unknown)
        }
    }

    /// Until the transaction ends. The number is the bytes of `holdfast`.
    static let lock = Step("SELECT pg_advisory_xact_lock(?1)", [.integer(0x686F_6C64_6661_7374)])
}

/// Why a database cannot be used as it is.
public enum PostgresOpenError: Error, Equatable, CustomStringConvertible {
    case newer(step: String)
    case older(step: String)
    case noSuchRole(String)

    public var description: String {
        switch self {
        case .newer(let step):
            "the database was written by a newer version (step \(step)); start that version."
        case .older(let step):
            "the database lacks step \(step) of the schema; let its owner migrate it first."
        case .noSuchRole(let name): "the database knows no role \(name); create it first."
        }
    }
}
