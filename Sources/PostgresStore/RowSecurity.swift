package import Domain

/// Row-level security: a transaction says whose it is, and sees and writes only rows of that
/// tenant, whatever its statements say. One that does not say it fails, and sees nothing.
///
/// Two tables are read before a tenant is known: the tenants, to load each, and their keys, to
/// know whose a request is. For these a transaction may say `all` instead; it can then read
/// those two and nothing else, and write nothing. So no statement that serves a request can see
/// two tenants, and what loads them names them one after the other. (Considered and left: a
/// function that runs as the owner, which would need a role that bypasses row security; and a
/// second role for loading, which would need a second password.)
enum RowSecurity {
    /// For a table whose rows are seen by their own tenant only.
    ///
    /// The setting is read in a subquery, so that it is evaluated once a statement, not once a row.
    static func own(_ table: String) -> String {
        force(table) + """
            CREATE POLICY own ON \(table)
                USING (tenant_id = (SELECT CAST(current_setting('holdfast.tenant') AS BIGINT)));
            """
    }

    /// For a table that is also read over all tenants; `tenant` is its column.
    static func directory(_ table: String, tenant: String) -> String {
        force(table) + """
            CREATE POLICY own ON \(table)
                USING (\(tenant) = (SELECT CAST(
                    NULLIF(current_setting('holdfast.tenant'), 'all') AS BIGINT)));
            CREATE POLICY directory ON \(table) FOR SELECT
                USING ((SELECT current_setting('holdfast.tenant')) = 'all');
            """
    }

    private static func force(_ table: String) -> String {
        """
        ALTER TABLE \(table) ENABLE ROW LEVEL SECURITY;
        ALTER TABLE \(table) FORCE ROW LEVEL SECURITY;

        """
    }
}

extension Step {
    /// Binds the rest of the transaction to a tenant. The second step of each transaction.
    package static func tenant(_ id: ID<Tenant>) -> Step {
        Step(setting, [.text("\(id.rawValue)")])
    }

    /// Lets the rest of the transaction read the tenants and their keys.
    package static let allTenants = Step(setting, [.text("all")])

    private static let setting = "SELECT set_config('holdfast.tenant', ?1, true)"
}
