import PostgresStore
import Store
import TestPostgres
import Testing

/// A batch that fails is refused, lost or in doubt, and it is known which.
@Suite("PostgreSQL failures")
struct FailureTests {
    private let database: TestDatabase
    private let connection: Connection
    private let insert = Step("INSERT INTO sale (id) VALUES (?1)", [.integer(7)])
    private let failing = Step("SELECT 1 / CAST(?1 AS BIGINT)", [.integer(0)])
    private let count = Step("SELECT COUNT(*) FROM sale")

    init() throws {
        database = try TestDatabase()
        connection = try database.connect()
        try connection.execute(
            """
            CREATE TABLE sale (
                id BIGINT CONSTRAINT sale_once UNIQUE DEFERRABLE INITIALLY DEFERRED,
                note TEXT UNIQUE
            )
            """, by: .patient)
    }

    private func sales(_ connection: Connection) throws -> Int64 {
        try connection.run([count], by: .patient)[0].rows("sale")[0].integer(0)
    }

    @Test(
        "the first error of a batch is told, nothing of it stays, and the next one is taken",
        arguments: [true, false])
    func refused(isExplicit: Bool) throws {
        let steps = [insert, failing, Step("SELECT nothing_like_it"), insert]
        #expect(
            throws: PostgresError.refused(
                state: "22012", message: "a value that the database does not take")
        ) {
            try connection.run(
                isExplicit ? [.begin] + steps + [.commit] : steps, by: .patient)
        }
        #expect(!connection.isInTransaction)
        #expect(try sales(connection) == 0)
        #expect(try connection.run([insert], by: .patient)[0].affected == 1)
    }

    @Test("what an open transaction did is gone after an error in its second half")
    func secondHalf() throws {
        _ = try connection.run([.begin, insert], by: .patient)
        #expect(connection.isInTransaction)
        #expect(throws: PostgresError.self) {
            try connection.run([failing, .commit], by: .patient)
        }
        #expect(try sales(connection) == 0)
    }

    @Test(
        "a rule that is checked at the end refuses the whole batch", arguments: [true, false])
    func checkedAtTheEnd(isExplicit: Bool) throws {
        let steps = [insert, insert]
        #expect {
            try connection.run(isExplicit ? [.begin] + steps + [.commit] : steps, by: .patient)
        } throws: { error in
            if case .refused("23505", let message)? = error as? PostgresError {
                message.contains("sale_once")
            } else {
                false
            }
        }
        #expect(try sales(connection) == 0)
    }

    @Test("no error repeats a value")
    func values() throws {
        let note = Step("INSERT INTO sale (note) VALUES (?1)", [.text("confidential")])
        let cast = Step("SELECT CAST(CAST(?1 AS TEXT) AS BIGINT)", [.text("confidential")])
        for steps in [[note, note], [cast]] {
            #expect {
                try connection.run(steps, by: .patient)
            } throws: { error in
                !"\(error)".contains("confidential")
                    && (error as? PostgresError)?.storeError.isWorthARetry == true
            }
        }
    }

    @Test("statements that were prepared before an error, or never for it, run after it")
    func preparedAgain() throws {
        let before = Step("SELECT CAST(?1 AS BIGINT) + 1", [.integer(1)])
        let skipped = Step("SELECT CAST(?1 AS BIGINT) + 2", [.integer(1)])
        _ = try connection.run([before], by: .patient)
        for _ in 0..<2 {
            #expect(throws: PostgresError.self) {
                try connection.run([.begin, before, failing, skipped, .commit], by: .patient)
            }
            let results = try connection.run([before, skipped], by: .patient)
            #expect(try results.map { try $0.rows("t")[0].integer(0) } == [2, 3])
        }
    }

    @Test("statements that the server forgot, or whose result changed, fail once and run again")
    func stale() throws {
        let sale = Step("SELECT * FROM sale")
        for change in ["DEALLOCATE ALL", "ALTER TABLE sale ADD COLUMN later BIGINT"] {
            _ = try connection.run([sale], by: .patient)
            try connection.execute(change, by: .patient)
            #expect(throws: PostgresError.self) { try connection.run([sale], by: .patient) }
            #expect(try connection.run([sale], by: .patient)[0].count == 0)
        }
    }

    @Test("a script that fails in the middle leaves nothing and no transaction")
    func script() throws {
        #expect(throws: PostgresError.self) {
            try connection.execute(
                "BEGIN; INSERT INTO sale (id) VALUES (1); SELECT 1 / 0; COMMIT", by: .patient)
        }
        #expect(!connection.isInTransaction)
        #expect(try sales(connection) == 0)
    }

    @Test("a server that ends the connection while a batch is only being read loses it for certain")
    func endedBeforeCommit() throws {
        let other = try database.connect()
        _ = try connection.run([.begin, insert], by: .patient)
        try connection.send([insert, Step("SELECT pg_sleep(60)")], by: .patient)
        try end(connection, by: other, once: "PgSleep")
        #expect {
            try connection.receive()
        } throws: { error in
            guard case .lost(let cause) = error as? PostgresError else { return false }
            return cause.contains("57P01")
        }
        #expect(!connection.isOpen)
        #expect(throws: PostgresError.lost("the connection is closed")) {
            try connection.run([count], by: .patient)
        }
        #expect(try sales(other) == 0)
    }

    @Test("a server that ends the connection amid COMMIT leaves doubt: it had committed")
    func endedAfterCommit() throws {
        let other = try database.connect()
        try connection.execute("SET synchronous_commit = on", by: .patient)
        try connection.send([.begin, insert, .commit], by: .patient)
        try end(connection, by: other, once: "SyncRep")
        #expect(performing: { try connection.receive() }, throws: doubt)
        #expect(try sales(other) == 1)
    }

    @Test("a server that ends the connection amid COMMIT leaves doubt: it had not committed")
    func endedWithinCommit() throws {
        let other = try database.connect()
        try connection.execute(
            """
            CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN PERFORM pg_sleep(60); RETURN NULL; END';
            CREATE CONSTRAINT TRIGGER linger AFTER INSERT ON sale DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION linger()
            """, by: .patient)
        try connection.send([.begin, insert, .commit], by: .patient)
        try end(connection, by: other, once: "PgSleep")
        #expect(performing: { try connection.receive() }, throws: doubt)
        #expect(try sales(other) == 0)
    }

    @Test("a commit that may not be on the replicas is in doubt, and the connection goes on")
    func withoutReplica() throws {
        let other = try database.connect()
        try connection.execute("SET synchronous_commit = on", by: .patient)
        try connection.send([.begin, insert, .commit], by: .patient)
        try wait(connection, by: other, "SyncRep", "pg_cancel_backend(pid)")
        #expect(performing: { try connection.receive() }, throws: doubt)
        #expect(try sales(connection) == 1)
    }

    @Test("a warning within a batch leaves doubt, one on connecting does not")
    func warnings() throws {
        try connection.execute(
            "UPDATE pg_database SET datcollversion = '0' WHERE datname = '\(database.name)'",
            by: .patient)
        let other = try database.connect()
        let warn = "DO 'BEGIN RAISE WARNING ''half of it''; END'"
        _ = try other.run([.begin, Step(warn)], by: .patient)
        _ = try other.run([insert, .commit], by: .patient)
        #expect(throws: PostgresError.doubtful("half of it")) {
            try other.run([.begin, Step(warn), .commit], by: .patient)
        }
        #expect(throws: PostgresError.doubtful("half of it")) {
            try other.execute(warn, by: .patient)
        }
    }

    // MARK: How the server is brought to it

    /// Once the connection's server process waits for `event`, another one ends it.
    private func end(
        _ connection: Connection, by other: Connection, once event: String
    ) throws {
        try wait(connection, by: other, event, "pg_terminate_backend(pid)")
    }

    private func wait(
        _ connection: Connection, by other: Connection, _ event: String, _ then: String
    ) throws {
        let look = Step(
            """
            SELECT \(then), pg_sleep(0.01)
              FROM pg_stat_activity
             WHERE pid = ?1
               AND wait_event = ?2
            """, [.integer(Int64(connection.processID)), .text(event)])
        let deadline = Deadline.patient
        while try other.run([look], by: deadline)[0].count == 0 {}
    }

    /// Whether it is doubt, whatever its text.
    private func doubt(_ error: any Error) -> Bool {
        if case .doubtful = error as? PostgresError { true } else { false }
    }
}

extension StoreError {
    /// Whether the next batch may go better.
    var isWorthARetry: Bool {
        if case .unavailable = self { true } else { false }
    }
}
