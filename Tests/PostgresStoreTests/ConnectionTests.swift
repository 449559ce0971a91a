import PostgresStore
import Store
import TestPostgres
import Testing

/// Statements go to the server and back without a change.
@Suite("PostgreSQL connection")
struct ConnectionTests {
    private let database: TestDatabase
    private let connection: Connection

    init() throws {
        database = try TestDatabase()
        connection = try database.connect()
    }

    @Test(
        "a value comes back as it was sent",
        arguments: [
            .null, .integer(0), .integer(-1), .integer(.max), .integer(.min), .text(""),
            .text("ä 🧦 'quoted' \\ \"x\" ?1 $1"), .blob([]), .blob([0, 255, 0]),
        ] as [SQLValue])
    func roundTrip(value: SQLValue) throws {
        let type =
            switch value {
            case .null, .integer: "BIGINT"
            case .text: "TEXT"
            case .blob: "BYTEA"
            }
        let results = try connection.run(
            [Step("SELECT CAST(?1 AS \(type))", values: [value])], by: .patient)
        #expect(try results[0].rows("t") == [Row(table: "t", values: [value])])
    }

    @Test("small integers and truth values are integers")
    func smallTypes() throws {
        let sql = """
            SELECT CAST(-2 AS SMALLINT), -3, TRUE, FALSE, CAST('v' AS VARCHAR(3)),
                   CAST(NULL AS INTEGER)
            """
        let row = try #require(try connection.run([Step(sql)], by: .patient)[0].rows("t").first)
        #expect(try [0, 1, 2, 3].map { try row.integer($0) } == [-2, -3, 1, 0])
        #expect(try row.text(4) == "v")
        #expect(row.isNull(5))
    }

    @Test("a type that the schema does not have is named as damage, not taken for another")
    func foreignType() throws {
        let results = try connection.run([Step("SELECT 1.5")], by: .patient)
        #expect(throws: StoreError.corrupt(table: "t", key: "column 0")) {
            try results[0].rows("t")
        }
    }

    @Test("columns of a thousand rows come back in order, with their gaps")
    func columns() throws {
        let numbers = (0..<1_000).map { $0 % 7 == 0 ? nil : Int64($0) - 500 }
        let texts = numbers.map { $0.map { "t\($0)" } }
        let blobs = numbers.map { $0.map { [UInt8](repeating: 1, count: Int($0 + 500) % 9) } }
        let sql = """
            SELECT n, t, b
              FROM unnest(CAST(?1 AS BIGINT[]), CAST(?2 AS TEXT[]), CAST(?3 AS BYTEA[]))
                   WITH ORDINALITY AS rows (n, t, b, place)
             ORDER BY place
            """
        let step = Step(sql, [.integers(numbers), .texts(texts), .blobs(blobs)])
        let result = try connection.run([step], by: .patient)[0]
        #expect(result.count == 1_000)
        for (index, row) in result.cursors("t").enumerated() {
            #expect(try row.integerIfPresent(0) == numbers[index])
            #expect(try row.textIfPresent(1) == texts[index])
            #expect(try row.blobIfPresent(2) == blobs[index])
        }
    }

    @Test("no rows are a column too")
    func noRows() throws {
        let step = Step("SELECT n FROM unnest(?1) AS rows (n)", [.integers([Int64]())])
        #expect(try connection.run([step], by: .patient)[0].count == 0)
    }

    @Test("a step tells how many rows it wrote")
    func affected() throws {
        let results = try connection.run(
            [
                Step("CREATE TABLE counted (a BIGINT)"),
                Step("INSERT INTO counted SELECT unnest(?1)", [.integers([1, 2, 3] as [Int64])]),
                Step("DELETE FROM counted WHERE a > ?1", values: [.integer(1)]),
            ], by: .patient)
        #expect(results.map(\.affected) == [0, 3, 2])
    }

    @Test("a question mark in a text or a comment is no parameter")
    func questionMarks() throws {
        let sql = """
            SELECT '?1' || ?1, "?2" -- ?3 isn't
              FROM (SELECT CAST(?2 AS TEXT) AS "?2") AS named
            """
        let results = try connection.run(
            [Step(sql, values: [.text("a"), .text("b")])], by: .patient)
        #expect(
            try results[0].rows("t") == [Row(table: "t", values: [.text("?1a"), .text("b")])])
    }

    @Test("the same statement takes parameters of other types")
    func otherTypes() throws {
        for value in [SQLValue.null, .integer(3), .text("x"), .null, .blob([1])] {
            let sql = "SELECT COALESCE(CAST(?1 AS TEXT), 'none')"
            let rows = try connection.run([Step(sql, values: [value])], by: .patient)[0].rows("t")
            #expect(rows.count == 1)
        }
    }

    @Test(
        "requests far larger than what the network holds do not block one another",
        arguments: [(steps: 24, megabytes: 1), (1, 24)])
    func large(steps: Int, megabytes: Int) throws {
        let text = String(repeating: "x", count: megabytes << 20)
        let step = Step("SELECT CAST(?1 AS TEXT)", values: [.text(text)])
        let results = try connection.run(.init(repeating: step, count: steps), by: .patient)
        #expect(try results.allSatisfy { try $0.rows("t")[0].text(0) == text })
    }

    @Test("more statements than are kept prepared all answer")
    func manyStatements() throws {
        for round in 0..<3 {
            for first in stride(from: 0, to: 600, by: 50) {
                let steps = (first..<(first + 50)).map { Step("SELECT \($0) + \(round)") }
                let results = try connection.run(steps, by: .patient)
                #expect(
                    try results.map { try $0.rows("t")[0].integer(0) }
                        == (first..<(first + 50)).map { Int64($0 + round) })
            }
        }
        let kept = try connection.run(
            [Step("SELECT COUNT(*) FROM pg_prepared_statements")], by: .patient)
        #expect(try kept[0].rows("t")[0].integer(0) <= 256)
    }

    @Test("a session keeps its promises, whatever the database's own settings are")
    func promises() throws {
        try connection.execute(
            """
            ALTER DATABASE \(database.name) SET synchronous_commit = off;
            ALTER DATABASE \(database.name) SET client_min_messages = error;
            ALTER DATABASE \(database.name) SET default_transaction_isolation = 'serializable';
            ALTER DATABASE \(database.name) SET default_transaction_read_only = on
            """, by: .patient)
        let names = [
            "synchronous_commit", "client_min_messages", "transaction_isolation",
            "transaction_read_only", "idle_in_transaction_session_timeout",
        ]
        let results = try database.connect().run(
            [.begin] + names.map { Step("SELECT current_setting(?1)", [.text($0)]) } + [.commit],
            by: .patient)
        let settings = try results[1...names.count].map { try $0.rows("t")[0].text(0) }
        #expect(settings == ["on", "warning", "read committed", "off", "10s"])
    }

    @Test("a transaction that sees one moment begins also when statements are forgotten")
    func forgotten() throws {
        for first in stride(from: 0, to: 600, by: 50) {
            let steps = (first..<(first + 50)).map { Step("SELECT \($0)") }
            let results = try connection.run([.beginReading] + steps + [.rollback], by: .patient)
            #expect(results.count == 52)
        }
    }

    @Test("one thread keeps two connections busy")
    func together() throws {
        let other = try database.connect()
        let ask = Step("SELECT pg_backend_pid()")
        try connection.send([ask], by: .patient)
        try other.send([ask], by: .patient)
        #expect(try other.receive()[0].rows("t")[0].integer(0) == Int64(other.processID))
        #expect(
            try connection.receive()[0].rows("t")[0].integer(0) == Int64(connection.processID))
    }

    @Test("a result too large to hold is read row by row")
    func rowByRow() throws {
        var sum: Int64 = 0
        let step = Step("SELECT generate_series(1, ?1)", values: [.integer(100_000)])
        try connection.forEachRow(of: "t", step, silence: TestDatabase.patience) { row in
            sum += try row.integer(0)
        }
        #expect(sum == 5_000_050_000)
    }

    @Test("a reader that has enough leaves the connection usable")
    func enough() throws {
        struct Enough: Error {}
        let step = Step("SELECT generate_series(1, 1000)")
        #expect(throws: Enough.self) {
            try connection.forEachRow(of: "t", step, silence: TestDatabase.patience) { _ in
                throw Enough()
            }
        }
        #expect(try connection.run([Step("SELECT 1")], by: .patient).count == 1)
    }
}
