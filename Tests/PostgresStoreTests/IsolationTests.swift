import Domain
import PostgresStore
import Store
import TestPostgres
import Testing

/// A shop sees its own rows, even where a statement forgets to ask for them only.
@Suite("PostgreSQL isolation")
struct IsolationTests {
    private let database: TestDatabase
    private let role: String
    /// As the role that serves.
    private let serving: Connection
    private static let first = ID<Tenant>(rawValue: 1)
    private static let second = ID<Tenant>(rawValue: 2)

    /// Two tenants, each with one row of every kind that a mistake could show.
    init() throws {
        database = try TestDatabase()
        role = "serving_\(database.name)"
        let owner = try database.connect()
        try owner.execute("CREATE ROLE \(role) LOGIN", by: .patient)
        try Migrator(owner).migrate(by: .patient)
        try ServingRole(owner).prepare(role, by: .patient)
        serving = try database.connect(as: role)
        for tenant in [Self.first, Self.second] {
            let id = Parameter.integer(tenant.rawValue)
            _ = try serving.run(
                [
                    .begin, .tenant(tenant),
                    Step("INSERT INTO tenant VALUES (?1, 'n', 'p', 1, '', '', 0)", [id]),
                    Step(
                        """
                        INSERT INTO api_key
                        VALUES (?1, 9, 'n', 'k', ?2, 'p', '', '', 1)
                        """, [id, .blob([UInt8(tenant.rawValue)])]),
                    Step("INSERT INTO stock_level VALUES (?1, 5, 6, 10, 0, 0, 0, 0, 0, 0)", [id]),
                    Step(
                        """
                        INSERT INTO movement
                        VALUES (?1, 7, 5, 6, 10, 0, 0, 0, 0, 0, 1, NULL, 0, NULL, NULL, 1)
                        """, [id]),
                    .commit,
                ], by: .patient)
        }
    }

    private func tenants(_ table: String, as tenant: Step) throws -> [Int64] {
        let column = table == "tenant" ? "id" : "tenant_id"
        let results = try serving.run(
            [.beginReading, tenant, Step("SELECT \(column) FROM \(table) ORDER BY 1"), .rollback],
            by: .patient)
        return try results[2].rows(table).map { try $0.integer(0) }
    }

    @Test(
        "a query without a condition sees one tenant's rows",
        arguments: ["tenant", "api_key", "stock_level", "movement"])
    func blind(table: String) throws {
        #expect(try tenants(table, as: .tenant(Self.first)) == [1])
        #expect(try tenants(table, as: .tenant(Self.second)) == [2])
        #expect(try tenants(table, as: .tenant(.init(rawValue: 3))) == [])
    }

    @Test("a change without a condition changes one tenant's rows")
    func blindChange() throws {
        let results = try serving.run(
            [
                .begin, .tenant(Self.first), Step("UPDATE stock_level SET on_hand = 99"),
                Step("DELETE FROM api_key"), .commit,
            ], by: .patient)
        #expect(results[2].affected == 1)
        #expect(results[3].affected == 1)
        #expect(try tenants("api_key", as: .tenant(Self.second)) == [2])
    }

    @Test("a row cannot be written into another tenant's shop, or moved there")
    func foreignRow() throws {
        let steps = [
            Step("INSERT INTO stock_level VALUES (2, 8, 8, 1, 0, 0, 0, 0, 0, 0)"),
            Step("UPDATE stock_level SET tenant_id = 2, item_id = 8"),
        ]
        for step in steps {
            #expect(refusal([.begin, .tenant(Self.first), step, .commit]) == Self.denied)
        }
    }

    @Test("a transaction that does not say whose it is fails, also after one that did")
    func nameless() throws {
        for table in ["tenant", "api_key", "stock_level", "movement"] {
            #expect(throws: PostgresError.self) {
                try serving.run([Step("SELECT * FROM \(table)")], by: .patient)
            }
            _ = try tenants(table, as: .tenant(Self.first))
        }
        let fresh = try database.connect(as: role)
        #expect(throws: PostgresError.self) {
            try fresh.run([Step("SELECT * FROM stock_level")], by: .patient)
        }
    }

    @Test("the tenants and their keys can be read over all tenants, and nothing else")
    func directory() throws {
        #expect(try tenants("tenant", as: .allTenants) == [1, 2])
        #expect(try tenants("api_key", as: .allTenants) == [1, 2])
        for table in ["stock_level", "movement"] {
            #expect(throws: PostgresError.self) { try tenants(table, as: .allTenants) }
        }
    }

    @Test("who reads over all tenants writes none")
    func directoryWrites() throws {
        let results = try serving.run(
            [
                .begin, .allTenants, Step("UPDATE tenant SET position = 7"),
                Step("DELETE FROM api_key"), .commit,
            ], by: .patient)
        #expect(results[2].affected == 0)
        #expect(results[3].affected == 0)
    }

    @Test("the owner is bound to a tenant too")
    func owner() throws {
        let superuser = try database.connect()
        let owner = "owner_\(database.name)"
        try superuser.execute(
            """
            CREATE ROLE \(owner) LOGIN;
            ALTER TABLE stock_level OWNER TO \(owner);
            GRANT USAGE ON SCHEMA public TO \(owner)
            """, by: .patient)
        let connection = try database.connect(as: owner)
        let results = try connection.run(
            [.begin, .tenant(Self.first), Step("SELECT * FROM stock_level"), .rollback],
            by: .patient)
        #expect(results[2].count == 1)
        #expect(
            try ServingRole(connection).dangers(by: .patient)
                == ["owns the tables, or may become their owner"])
    }

    @Test(
        "the serving role cannot change what a table is, who sees it, or what was written down",
        arguments: [
            "CREATE TABLE more (a BIGINT)", "DROP TABLE movement", "TRUNCATE stock_level",
            "ALTER TABLE stock_level DISABLE ROW LEVEL SECURITY",
            "ALTER TABLE stock_level NO FORCE ROW LEVEL SECURITY",
            "DROP POLICY own ON stock_level", "CREATE ROLE other", "SET ROLE holdfast",
            "DELETE FROM movement", "UPDATE movement SET on_hand = 0",
            "INSERT INTO migration VALUES ('x')", "UPDATE event_batch SET entries = ''",
        ])
    func rights(sql: String) throws {
        #expect(refusal([.begin, .tenant(Self.first), Step(sql), .commit]) == Self.denied)
    }

    @Test("row security that is switched off is an error, and shows nothing")
    func switchedOff() throws {
        let off = Step("SET LOCAL row_security = off")
        let all = Step("SELECT * FROM stock_level")
        #expect(refusal([.begin, .tenant(Self.first), off, all, .commit]) == Self.denied)
    }

    @Test("a role that serves safely has no dangers, and a superuser has each")
    func dangers() throws {
        #expect(try ServingRole(serving).dangers(by: .patient) == [])
        let superuser = try database.connect()
        #expect(try ServingRole(superuser).dangers(by: .patient).count == 5)
    }

    @Test("a role that may do more than it needs is told of it")
    func loose() throws {
        let superuser = try database.connect()
        try superuser.execute(
            "ALTER ROLE \(role) BYPASSRLS CREATEROLE; GRANT CREATE ON SCHEMA public TO \(role)",
            by: .patient)
        #expect(
            try ServingRole(serving).dangers(by: .patient)
                == ["bypasses row-level security", "can create roles", "can create tables"])
        try ServingRole(superuser).prepare(role, by: .patient)
        #expect(
            try ServingRole(serving).dangers(by: .patient)
                == ["bypasses row-level security", "can create roles"])
    }

    @Test("a role that is not there is named")
    func noRole() throws {
        let superuser = try database.connect()
        #expect(throws: PostgresOpenError.noSuchRole("no\"body")) {
            try ServingRole(superuser).prepare("no\"body", by: .patient)
        }
    }

    /// Runs what must be refused, and returns why it was.
    private func refusal(_ steps: [Step]) -> String? {
        do throws(PostgresError) {
            _ = try serving.run(steps, by: .patient)
            return nil
        } catch {
            if case .refused(let state, _) = error { return state }
            return "\(error)"
        }
    }

    /// The role lacks a right, or the row is another tenant's.
    private static let denied = "42501"
}
