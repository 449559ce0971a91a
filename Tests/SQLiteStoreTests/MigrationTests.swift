import Domain
import SQLiteStore
import Store
import StoreContract
import TestSupport
import Testing

/// The schema grows step by step, and a step that was killed is done again.
@Suite("Migrations")
struct MigrationTests {
    /// Each step with what takes its tables away again, the last first.
    static let steps = [
        ("0009_cart_began", "ALTER TABLE reservation DROP COLUMN cart_began"),
        ("0008_log_start", "ALTER TABLE tenant DROP COLUMN dropped_position"),
        ("0007_sold_session", "DROP INDEX reservation_sold_session"),
        ("0006_answer_key", "DROP TABLE answer_key; DROP TABLE answer_spill"),
        ("0005_log", "DROP TABLE event_batch; DROP TABLE answer_batch"),
        ("0004_reservation", "DROP TABLE reservation"),
        ("0003_stock", "DROP TABLE stock_level; DROP TABLE movement; DROP TABLE transfer"),
        ("0002_catalog", "DROP TABLE item; DROP TABLE location"),
        ("0001_tenant", "DROP TABLE tenant; DROP TABLE clock; DROP TABLE api_key"),
    ]

    private func schema(_ folder: TemporaryDirectory) throws -> [String] {
        let store = try SQLiteStore(directory: folder.path)
        #expect(try store.count("migration") == Int64(Self.steps.count))
        return try store.makeReader(connections: 1).read { snapshot in
            try snapshot.rows("SELECT COALESCE(sql, name) FROM sqlite_schema ORDER BY name", [])
                .map { try $0.text(0) }
        }
    }

    /// A database that has all but the last `missing` steps.
    private func folder(missing: Int) throws -> TemporaryDirectory {
        let folder = try TemporaryDirectory()
        _ = try SQLiteStore(directory: folder.path)
        for (name, undo) in Self.steps.prefix(missing) {
            try RawDatabase.run(
                "\(undo); DELETE FROM migration WHERE name = '\(name)'", in: folder)
        }
        return folder
    }

    @Test("an older database is brought up to date from any step", arguments: 0...9)
    func older(missing: Int) throws {
        let newest = try schema(try TemporaryDirectory())
        #expect(newest.count > 10)
        #expect(try schema(try folder(missing: missing)) == newest)
    }

    @Test("a step that was killed half-way is done again", arguments: 1...9)
    func killed(missing: Int) throws {
        let folder = try folder(missing: missing)
        let name = Self.steps[missing - 1].0
        let image = try RawDatabase.killed(
            amid: """
                CREATE TABLE half_done (a);
                INSERT INTO migration VALUES ('\(name)')
                """, in: folder)
        #expect(try schema(image) == schema(try TemporaryDirectory()))
    }

    @Test(
        "what a database had tidied away before it knew of that is no hole in its log",
        arguments: ["first_position < 3", "first_position < 5", "TRUE"])
    func dropped(rows: String) throws {
        let open = try OpenShop(.sqlite)
        let entry = LogEntry(type: "stock.out", body: Array("{}".utf8))
        for _ in 0..<3 { try open.save(entries: [entry, entry]) }
        try open.falsify(
            """
            DELETE FROM event_batch WHERE \(rows);
            ALTER TABLE tenant DROP COLUMN dropped_position;
            DELETE FROM migration WHERE name = '0008_log_start'
            """)
        try open.reopen()
        let gaps = { try open.read { try LogCheck.gaps(of: OpenShop.tenant.id, in: $0) } }
        #expect(try gaps() == [])
        try open.falsify("UPDATE event_batch SET first_position = first_position + 1")
        #expect(try gaps().isEmpty == (rows == "TRUE"))
    }
}
