import Domain
import SQLiteStore
import Store
import StoreContract
import TestSupport
import Testing

/// How SQLite finds rows. A walk over a whole table is slow only once the table is large.
@Suite("Query plans")
struct PlanTests {
    /// Notes the statements that queries ask for.
    private final class Notes: Snapshot {
        private(set) var statements: [String] = []

        func rows(_ sql: String, _ parameters: [SQLValue]) -> [Row] {
            statements.append(sql)
            return []
        }

        func forEachRow(_ sql: String, _ parameters: [SQLValue], _ body: (Row) throws -> Void) {
            statements.append(sql)
        }
    }

    /// The steps of a statement that `isBad`.
    private static func steps(
        _ sql: String, in snapshot: any Snapshot, where isBad: (String) -> Bool
    ) throws -> [String] {
        try snapshot.rows("EXPLAIN QUERY PLAN " + sql, []).map { try $0.text(3) }.filter(isBad)
    }

    /// Reads a table from its first row to its last.
    @Sendable private static func isScan(_ step: String) -> Bool {
        step.hasPrefix("SCAN") && !step.contains("CONSTANT ROW")
    }

    /// That, or all rows of a tenant.
    @Sendable private static func isBroad(_ step: String) -> Bool {
        isScan(step) || step.hasSuffix("(tenant_id=?)")
    }

    private func findings(
        _ statements: [String], where isBad: @escaping @Sendable (String) -> Bool = isScan
    ) throws -> [String] {
        let folder = try TemporaryDirectory()
        let store = try SQLiteStore(directory: folder.path)
        return try store.makeReader(connections: 1).read { snapshot in
            try statements.flatMap { sql in
                try Self.steps(sql, in: snapshot, where: isBad).map { "\($0) in \(sql)" }
            }
        }
    }

    @Test("a walk over a whole table is seen")
    func seen() throws {
        let sql = "SELECT holder FROM reservation WHERE order_id = 'a'"
        #expect(try findings([sql]) == ["SCAN reservation in \(sql)"])
    }

    @Test("a walk over all rows of a tenant is seen")
    func seenBroad() throws {
        let sql = "SELECT holder FROM reservation WHERE tenant_id = 1 AND +id = 2"
        #expect(try findings([sql], where: Self.isBroad).count == 1)
    }

    @Test("what every batch runs walks over no table, and over no tenant")
    func hot() throws {
        #expect(SQLiteStore.hotStatements.count > 10)
        #expect(try findings(SQLiteStore.hotStatements, where: Self.isBroad) == [])
    }

    @Test("what concerns one item walks over no table, and over no tenant")
    func ofItem() throws {
        let notes = Notes()
        let (tenant, item) = (Sample.tenant.id, Sample.item.id)
        let suspect = Suspect(item: item, reservations: [.fixture(1), .fixture(2)])
        _ = try Recount.differences(of: tenant, among: [suspect], in: notes)
        _ = try HistoryQueries.quantities(
            of: item, before: Sample.now, tenant: tenant, in: notes)
        _ = try HistoryQueries.steps(
            of: item, from: Sample.now, to: Sample.now, length: 1_000, tenant: tenant, in: notes)
        let order = PageOrder<Int64>(after: 7, isDescending: false, limit: 50)
        _ = try MovementQueries.page(MovementFilter(item: item), order, of: tenant, in: notes)
        #expect(notes.statements.count == 7)
        #expect(try findings(notes.statements, where: Self.isBroad) == [])
    }

    @Test("lists and look-ups walk over no table")
    func lists() throws {
        let notes = Notes()
        let tenant = Sample.tenant.id
        for isDescending in [false, true] {
            let order = PageOrder<Int64>(after: 7, isDescending: isDescending, limit: 50)
            let named = PageOrder<String>(after: "A", isDescending: isDescending, limit: 50)
            for item in [nil, Sample.item.id] {
                _ = try MovementQueries.page(
                    MovementFilter(item: item), order, of: tenant, in: notes)
            }
            _ = try ItemQueries.page(ItemFilter(), bySKU: named, of: tenant, in: notes)
            _ = try ItemQueries.page(ItemFilter(), byAge: order, of: tenant, in: notes)
            _ = try ReservationQueries.page(
                ReservationFilter(), order, of: tenant, now: Sample.now, in: notes)
            _ = try TransferQueries.page(order, of: tenant, in: notes)
        }
        _ = try ItemQueries.one("A", of: tenant, in: notes)
        _ = try ReservationQueries.one(.fixture(1), of: tenant, in: notes)
        _ = try TransferQueries.one(.fixture(1), of: tenant, in: notes)
        _ = try EventQueries.page(after: 0, limit: 10, of: tenant, in: notes)
        _ = try EventQueries.oldest(of: tenant, in: notes)
        _ = try? HistoryQueries.quantities(
            of: .fixture(1), before: Sample.now, tenant: tenant, in: notes)
        _ = try HistoryQueries.steps(
            of: .fixture(1), from: Sample.now, to: Sample.now, length: 1_000, tenant: tenant,
            in: notes)
        _ = try? HealthQueries.reservations(of: tenant, now: Sample.now, in: notes)
        #expect(notes.statements.count > 18)
        #expect(try findings(notes.statements) == [])
    }
}
