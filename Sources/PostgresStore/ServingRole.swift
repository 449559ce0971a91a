import Store

/// The role that serves requests: it reads and writes rows, and cannot change what a table is or
/// who sees it. The owner of the tables is another one.
package struct ServingRole {
    private let connection: Connection

    package init(_ connection: Connection) {
        self.connection = connection
    }

    /// What serving does with each table, and no more: the ledger is only added to, the log's
    /// rows never change, and what is named elsewhere is never deleted.
    private static let grants: [(table: String, rights: String)] = [
        ("migration", "SELECT"),
        ("clock", "SELECT, INSERT, UPDATE"),
        ("tenant", "SELECT, INSERT, UPDATE"),
        ("api_key", "SELECT, INSERT, UPDATE, DELETE"),
        ("item", "SELECT, INSERT, UPDATE"),
        ("location", "SELECT, INSERT, UPDATE"),
        ("stock_level", "SELECT, INSERT, UPDATE, DELETE"),
        ("movement", "SELECT, INSERT"),
        ("transfer", "SELECT, INSERT, UPDATE"),
        ("reservation", "SELECT, INSERT, UPDATE, DELETE"),
        ("event_batch", "SELECT, INSERT, DELETE"),
        ("answer", "SELECT, INSERT, UPDATE, DELETE"),
    ]

    /// Gives a role, which is there, the rights that serving needs and takes all others on the
    /// tables away. For the owner, after each migration.
    ///
    /// - Throws: `PostgresOpenError.noSuchRole`.
    package func prepare(_ name: String, by deadline: Deadline) throws {
        let facts = try connection.run(
            [
                Step(
                    """
                    SELECT quote_ident(rolname), quote_ident(current_schema())
                      FROM pg_roles
                     WHERE rolname = ?1
                    """, [.text(name)])
            ], by: deadline)
        guard let row = try facts[0].rows("pg_roles").first else {
            throw PostgresOpenError.noSuchRole(name)
        }
        let (role, schema) = (try row.text(0), try row.text(1))
        let statements =
            [
                "GRANT USAGE ON SCHEMA \(schema) TO \(role)",
                "REVOKE CREATE ON SCHEMA \(schema) FROM \(role)",
                "REVOKE ALL ON ALL TABLES IN SCHEMA \(schema) FROM \(role)",
            ] + Self.grants.map { "GRANT \($0.rights) ON \(schema).\($0.table) TO \(role)" }
        _ = try connection.run(
            [.begin, Migrator.lock] + statements.map { Step($0) } + [.commit], by: deadline)
    }

    /// Why the role that is connected should not serve: each right that would let a mistake see or
    /// change more than one tenant's rows. Empty for one that is safe.
    package func dangers(by deadline: Deadline) throws -> [String] {
        let row = try connection.run([Step(Self.question)], by: deadline)[0].rows("pg_roles")[0]
        let texts = [
            "is a superuser", "bypasses row-level security", "can create roles",
            "owns the tables, or may become their owner", "can create tables",
        ]
        return try texts.indices.filter { try row.integer($0) == 1 }.map { texts[$0] }
    }

    private static let question = """
        SELECT rolsuper, rolbypassrls, rolcreaterole,
               EXISTS (
                   SELECT 1
                     FROM pg_class
                    WHERE relnamespace = to_regnamespace(quote_ident(current_schema()))
                      AND relkind IN ('r', 'p')
                      AND pg_has_role(relowner, 'MEMBER')),
               has_schema_privilege(current_schema(), 'CREATE')
          FROM pg_roles
         WHERE rolname = current_user
        """
}
