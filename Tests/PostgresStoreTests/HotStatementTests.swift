import Domain
import PostgresStore
import Store
import TestPostgres
import Testing

/// What every batch runs, on tables that are still empty: the plans that are kept for good.
@Suite("Hot statements of PostgreSQL")
struct HotStatementTests {
    private static let tenant = ID<Tenant>(rawValue: 1)
    private static let steps = PostgresStore.hotSteps(
        of: tenant, at: Timestamp(milliseconds: 1_767_268_800_437))

    @Test("each names its tenant, so that a database spread by tenant asks one machine")
    func tenant() {
        #expect(Self.steps.count == 13)
        for step in Self.steps {
            let names =
                step.sql.contains("tenant_id = ?1") || step.sql.contains("WHERE id = ?1")
                || step.sql.contains("(tenant_id, ") && step.sql.contains("SELECT ?1")
            #expect(names, "\(step.sql)")
        }
    }

    @Test("none reads a table from end to end, nor looks keys up by their time")
    func plans() throws {
        let database = try TestDatabase()
        let connection = try database.connect()
        try Migrator(connection).migrate(by: .patient)
        try connection.execute(
            "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off", by: .patient)
        for step in Self.steps {
            let results = try connection.run(
                [
                    .begin, .tenant(Self.tenant),
                    Step("EXPLAIN (COSTS OFF) " + step.sql, step.parameters), .rollback,
                ], by: .patient)
            let plan = try results[2].rows("plan").map { try $0.text(0) }.joined(separator: "\n")
            #expect(plan.contains("Seq Scan") == false, "\(step.sql)\n\(plan)")
            #expect(plan.contains("answer_time") == false, "\(step.sql)\n\(plan)")
            #expect(plan.contains("Hash Join") == false, "\(step.sql)\n\(plan)")
        }
    }
}
