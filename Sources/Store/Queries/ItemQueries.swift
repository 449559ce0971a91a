public import Domain

/// An item with its text, as it stands in the database.
public struct ItemRecord: Sendable {
    public let item: Item
    public let profile: ItemProfile

    public init(item: Item, profile: ItemProfile) {
        self.item = item
        self.profile = profile
    }
}

/// Which items a list shows; nil shows all.
public struct ItemFilter: Sendable {
    /// Stands anywhere in sku, title or barcode; in lower case.
    public var text: String?
    public var productID: String?
    public var category: String?
    public var isActive: Bool?

    public init(
        text: String? = nil, productID: String? = nil, category: String? = nil,
        isActive: Bool? = nil
    ) {
        self.text = text
        self.productID = productID
        self.category = category
        self.isActive = isActive
    }
}

/// Lists of items. One that was deleted is in none of them.
public enum ItemQueries {
    /// In the order of their skus.
    public static func page(
        _ filter: ItemFilter, bySKU order: PageOrder<String>, of tenant: ID<Tenant>,
        in snapshot: any Snapshot
    ) throws(StoreError) -> [ItemRecord] {
        try records(
            order.isDescending ? bySKUDescending : bySKU,
            parameters(filter, tenant, start: order.start, count: order.count), snapshot)
    }

    /// In the order in which they were made.
    public static func page(
        _ filter: ItemFilter, byAge order: PageOrder<Int64>, of tenant: ID<Tenant>,
        in snapshot: any Snapshot
    ) throws(StoreError) -> [ItemRecord] {
        try records(
            order.isDescending ? byAgeDescending : byAge,
            parameters(filter, tenant, start: order.start, count: order.count), snapshot)
    }

    public static func one(
        _ sku: String, of tenant: ID<Tenant>, in snapshot: any Snapshot
    ) throws(StoreError) -> ItemRecord? {
        try records(single, [.integer(tenant.rawValue), .text(sku)], snapshot).first
    }

    private static func parameters(
        _ filter: ItemFilter, _ tenant: ID<Tenant>, start: SQLValue, count: SQLValue
    ) -> [SQLValue] {
        [
            .integer(tenant.rawValue), start, count, SQLValue(containing: filter.text),
            SQLValue(filter.productID), SQLValue(filter.category),
            SQLValue(filter.isActive.map { $0 ? 1 : 0 }),
        ]
    }

    private static func records(
        _ sql: String, _ parameters: [SQLValue], _ snapshot: any Snapshot
    ) throws(StoreError) -> [ItemRecord] {
        var records: [ItemRecord] = []
        for row in try snapshot.rows(sql, parameters) { records.append(try record(row)) }
        return records
    }

    private static let columns = """
        SELECT id, sku, product_id, category, low_stock_threshold, backorder, components,
               is_active, version, title, options, barcode, price_amount, price_currency,
               cost_amount, cost_currency, image_url, created_at, updated_at
          FROM item
         WHERE tenant_id = ?1
           AND deleted_at IS NULL

        """

    private static let filters = """
           AND (CAST(?4 AS TEXT) IS NULL OR search LIKE ?4 ESCAPE '\\')
           AND (CAST(?5 AS TEXT) IS NULL OR product_id = ?5)
           AND (CAST(?6 AS TEXT) IS NULL OR category = ?6)
           AND (CAST(?7 AS BIGINT) IS NULL OR is_active = ?7)

        """

    private static let single = columns + "   AND sku = ?2"

    private static let bySKU =
        columns + filters + """
               AND sku > ?2
             ORDER BY sku
             LIMIT ?3
            """

    private static let bySKUDescending =
        columns + filters + """
               AND sku < ?2
             ORDER BY sku DESC
             LIMIT ?3
            """

    private static let byAge =
        columns + filters + """
               AND id > ?2
             ORDER BY id
             LIMIT ?3
            """

    private static let byAgeDescending =
        columns + filters + """
               AND id < ?2
             ORDER BY id DESC
             LIMIT ?3
            """

    private static func record(_ row: Row) throws(StoreError) -> ItemRecord {
        ItemRecord(
            item: Item(
                id: ID(rawValue: try row.integer(0)),
                sku: try row.text(1),
                productID: try row.textIfPresent(2),
                category: try row.textIfPresent(3),
                lowStockThreshold: try row.integerIfPresent(4),
                backorder: BackorderText.policy(try row.integer(5)),
                components: try ComponentsText.components(try row.text(6)),
                isActive: try row.integer(7) != 0,
                version: try row.integer(8)),
            profile: ItemProfile(
                title: try row.text(9),
                options: try OptionsText.options(try row.text(10)),
                barcode: try row.textIfPresent(11),
                price: money(try row.integerIfPresent(12), try row.textIfPresent(13)),
                cost: money(try row.integerIfPresent(14), try row.textIfPresent(15)),
                imageURL: try row.textIfPresent(16),
                createdAt: Timestamp(milliseconds: try row.integer(17)),
                updatedAt: Timestamp(milliseconds: try row.integer(18))))
    }

    private static func money(_ amount: Int64?, _ currency: String?) -> Money? {
        guard let amount, let currency else { return nil }
        return Money(amount: amount, currency: currency)
    }
}
