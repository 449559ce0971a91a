public import Domain

/// What writes a change of the catalog: the same statements in every store.
public struct CatalogStatement: Sendable {
    /// Whose rows it writes: those of a tenant that is made are its own.
    public let tenant: ID<Tenant>
    /// `?1` and so on stand for the values.
    public let sql: String
    public let values: [SQLValue]

    private init(_ tenant: ID<Tenant>, _ sql: String, _ values: [SQLValue]) {
        self.tenant = tenant
        self.sql = sql
        self.values = values
    }

    /// The statements in the order in which they are to run.
    public static func all(
        for change: CatalogChange, of tenant: ID<Tenant>, at time: Timestamp
    ) -> [CatalogStatement] {
        let id = SQLValue.integer(tenant.rawValue)
        switch change {
        case .item(let item, let profile, _): return [put(item, profile, tenant)]
        case .itemDeleted(let item):
            return [
                CatalogStatement(
                    tenant, "UPDATE item SET deleted_at = ?3 WHERE tenant_id = ?1 AND id = ?2",
                    [id, .integer(item.rawValue), .integer(time.milliseconds)])
            ]
        case .location(let location, _): return [put(location, tenant)]
        case .settings(let settings):
            return [
                CatalogStatement(
                    tenant, "UPDATE tenant SET settings = ?2 WHERE id = ?1",
                    [id, .text(SettingsText.text(settings))])
            ]
        case .policies(let policies):
            return [
                CatalogStatement(
                    tenant, "UPDATE tenant SET policies = ?2 WHERE id = ?1",
                    [id, .text(PoliciesText.text(policies))])
            ]
        case .tenant(let record, let location, let keys):
            return [make(record), put(location, record.id)] + keys.map(make)
        case .key(let key): return [make(key)]
        case .keyDeleted(let key):
            return [
                CatalogStatement(
                    tenant, "DELETE FROM api_key WHERE tenant_id = ?1 AND id = ?2",
                    [id, .integer(key.rawValue)])
            ]
        case .transfer(let transfer): return [make(transfer, tenant)]
        }
    }

    private static func put(
        _ item: Item, _ profile: ItemProfile, _ tenant: ID<Tenant>
    ) -> CatalogStatement {
        let search = [item.sku, profile.title, profile.barcode ?? ""].joined(separator: " ")
        return CatalogStatement(
            tenant,
            """
            INSERT INTO item (tenant_id, id, sku, product_id, category, low_stock_threshold,
                   backorder, components, is_active, version, title, search, options, barcode,
                   price_amount, price_currency, cost_amount, cost_currency, image_url,
                   created_at, updated_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
                   ?18, ?19, ?20, ?21)
                ON CONFLICT (tenant_id, id) DO UPDATE
               SET sku = ?3, product_id = ?4, category = ?5, low_stock_threshold = ?6,
                   backorder = ?7, components = ?8, is_active = ?9, version = ?10, title = ?11,
                   search = ?12, options = ?13, barcode = ?14, price_amount = ?15,
                   price_currency = ?16, cost_amount = ?17, cost_currency = ?18,
                   image_url = ?19, updated_at = ?21
            """,
            [
                .integer(tenant.rawValue), .integer(item.id.rawValue), .text(item.sku),
                SQLValue(item.productID), SQLValue(item.category),
                SQLValue(item.lowStockThreshold), .integer(BackorderText.number(item.backorder)),
                .text(ComponentsText.text(item.components)), .integer(item.isActive ? 1 : 0),
                .integer(item.version), .text(profile.title), .text(search.lowercased()),
                .text(OptionsText.text(profile.options)), SQLValue(profile.barcode),
                SQLValue(profile.price?.amount), SQLValue(profile.price?.currency),
                SQLValue(profile.cost?.amount), SQLValue(profile.cost?.currency),
                SQLValue(profile.imageURL), .integer(profile.createdAt.milliseconds),
                .integer(profile.updatedAt.milliseconds),
            ])
    }

    private static func put(_ location: Location, _ tenant: ID<Tenant>) -> CatalogStatement {
        CatalogStatement(
            tenant,
            """
            INSERT INTO location (tenant_id, id, code, name, priority, channels, address,
                   is_active, version)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                ON CONFLICT (tenant_id, id) DO UPDATE
               SET code = ?3, name = ?4, priority = ?5, channels = ?6, address = ?7,
                   is_active = ?8, version = ?9
            """,
            [
                .integer(tenant.rawValue), .integer(location.id.rawValue), .text(location.code),
                .text(location.name), .integer(location.priority),
                SQLValue(location.channels?.map(\.name).joined(separator: " ")),
                SQLValue(location.address), .integer(location.isActive ? 1 : 0),
                .integer(location.version),
            ])
    }

    private static func make(_ tenant: TenantRecord) -> CatalogStatement {
        CatalogStatement(
            tenant.id,
            """
            INSERT INTO tenant (id, name, plan, created_at, settings, policies, position)
            VALUES (?1, ?2, ?3, ?4, ?5, '', 0)
            """,
            [
                .integer(tenant.id.rawValue), .text(tenant.name), .text(tenant.plan.rawValue),
                .integer(tenant.createdAt.milliseconds), .text(SettingsText.text(Settings())),
            ])
    }

    private static func make(_ key: APIKey) -> CatalogStatement {
        CatalogStatement(
            key.tenant,
            """
            INSERT INTO api_key (id, tenant_id, name, kind, digest, prefix, scopes,
                   allowed_origins, created_at, expires_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """,
            [
                .integer(key.id.rawValue), .integer(key.tenant.rawValue), .text(key.name),
                .text(key.kind.rawValue), .blob(key.digest), .text(key.prefix),
                .text(key.scopes.joined(separator: " ")),
                .text(key.allowedOrigins.joined(separator: " ")),
                .integer(key.createdAt.milliseconds), SQLValue(key.expiresAt?.milliseconds),
            ])
    }

    private static func make(_ transfer: Transfer, _ tenant: ID<Tenant>) -> CatalogStatement {
        CatalogStatement(
            tenant,
            """
            INSERT INTO transfer (tenant_id, id, from_id, to_id, state, lines, reference,
                   created_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """,
            [
                .integer(tenant.rawValue), .integer(transfer.id.rawValue),
                .integer(transfer.from.rawValue), .integer(transfer.to.rawValue),
                .integer(Int64(transfer.state.rawValue)),
                .text(TransferText.text(transfer.lines)), SQLValue(transfer.reference),
                .integer(transfer.createdAt.milliseconds),
            ])
    }
}
