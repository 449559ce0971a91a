import Domain
import Foundation
import PostgresStore
import SQLiteStore
import Store
import Synchronization
import TestPostgres
import Testing

/// The schema grows step by step, the same steps as in the other store.
@Suite("PostgreSQL schema")
struct SchemaTests {
    private let database: TestDatabase

    init() throws {
        database = try TestDatabase()
    }

    private func text(_ sql: String) throws -> [String] {
        try database.connect().run([Step(sql)], by: .patient)[0].rows("t").map { try $0.text(0) }
    }

    @Test("both stores have the same steps")
    func names() {
        #expect(Migrator.steps == SQLiteStore.schemaSteps)
    }

    @Test("two processes that start at once take every step once")
    func together() throws {
        let failures = Mutex<[String]>([])
        let url = database.url
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            do {
                let connection = try Connection(url: url, by: .patient)
                try Migrator(connection).migrate(by: .patient)
            } catch {
                failures.withLock { $0.append("\(error)") }
            }
        }
        #expect(failures.withLock { $0 } == [])
        #expect(try text("SELECT name FROM migration ORDER BY name") == Migrator.steps)
    }

    @Test("a database that is up to date stays as it is")
    func again() throws {
        let connection = try database.connect()
        try Migrator(connection).migrate(by: .patient)
        try Migrator(connection).migrate(by: .patient)
        try Migrator(connection).check(by: .patient)
        #expect(!connection.isInTransaction)
    }

    @Test("a step that fails leaves nothing of itself, and is taken later")
    func halfDone() throws {
        let connection = try database.connect()
        // In the way of the third step's last table.
        try connection.execute("CREATE TABLE transfer (a BIGINT)", by: .patient)
        #expect(throws: PostgresError.self) { try Migrator(connection).migrate(by: .patient) }
        let tables = "SELECT relname::text FROM pg_class WHERE relname IN ('item', 'movement')"
        #expect(try text(tables) == ["item"])
        #expect(throws: PostgresOpenError.older(step: "0003_stock")) {
            try Migrator(connection).check(by: .patient)
        }
        try connection.execute("DROP TABLE transfer", by: .patient)
        try Migrator(connection).migrate(by: .patient)
        #expect(try text(tables + " ORDER BY relname") == ["item", "movement"])
    }

    @Test("a database of a newer version is refused by name, and an empty one is older")
    func newer() throws {
        let connection = try database.connect()
        #expect(throws: PostgresOpenError.older(step: "0001_tenant")) {
            try Migrator(connection).check(by: .patient)
        }
        try Migrator(connection).migrate(by: .patient)
        try connection.execute("INSERT INTO migration VALUES ('9999_later')", by: .patient)
        for work in [Migrator.migrate, Migrator.check] {
            #expect(throws: PostgresOpenError.newer(step: "9999_later")) {
                try work(Migrator(connection))(.patient)
            }
        }
    }

    @Test("every table of a tenant leads with it, and row security is forced on it")
    func forced() throws {
        try Migrator(database.connect()).migrate(by: .patient)
        let open = try text(
            """
            SELECT relname::text
              FROM pg_class
             WHERE relnamespace = to_regnamespace('public')
               AND relkind = 'r'
               AND NOT (relrowsecurity AND relforcerowsecurity)
             ORDER BY relname
            """)
        #expect(open == ["clock", "migration"])
        let later = try text(
            """
            SELECT table_name::text
              FROM information_schema.columns
             WHERE table_schema = 'public'
               AND column_name = 'tenant_id'
               AND ordinal_position > 1
            """)
        #expect(later == [])
    }

    @Test("texts sort by their bytes, whatever the database's language is")
    func bytes() throws {
        try Migrator(database.connect()).migrate(by: .patient)
        let others = try text(
            """
            SELECT table_name || '.' || column_name
              FROM information_schema.columns
             WHERE table_schema = 'public'
               AND data_type = 'text'
               AND collation_name IS DISTINCT FROM 'C'
            """)
        #expect(others == [])
    }

    @Test(
        "the database refuses what must never be",
        arguments: [
            "stock_level VALUES (1, 1, 1, 10, 11, 0, 0, 0, 0, 0)",
            "stock_level VALUES (1, 1, 1, 10, 5, 5, 1, 0, 0, 0)",
            "stock_level VALUES (1, 1, 1, -1, 0, 0, 0, 0, 0, 0)",
            "stock_level VALUES (1, 1, 1, 10, 1, 0, 0, 0, 0, 2)",
            "tenant VALUES (1, 'n', 'p', 1, '', '', -1)",
            "clock VALUES (2, 0, 0, '')",
            "answer VALUES (1, uuid_send(gen_random_uuid()), 1, 1, 200, '', 1, 1, 1, NULL, NULL)",
            "answer VALUES (1, uuid_send(gen_random_uuid()), 1, 1, 200)",
            "event_batch VALUES (1, 1, '', 1, 1, 1, '', '')",
        ])
    func constraints(row: String) throws {
        let connection = try database.connect()
        try Migrator(connection).migrate(by: .patient)
        #expect {
            try connection.run(
                [.begin, .tenant(.init(rawValue: 1)), Step("INSERT INTO \(row)"), .commit],
                by: .patient)
        } throws: { error in
            if case .refused("23514", _)? = error as? PostgresError { true } else { false }
        }
    }
}
