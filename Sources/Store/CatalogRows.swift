public import Domain

/// Rows of the table `item`; where a shop's rows are read, columns are as `RebuildSQL` has them.
public enum ItemRow {
    public static func item(_ row: some Columns) throws(StoreError) -> Item {
        Item(
            id: ID(rawValue: try row.integer(0)), sku: try row.text(1),
            productID: try row.textIfPresent(2), category: try row.textIfPresent(3),
            lowStockThreshold: try row.integerIfPresent(4),
            backorder: BackorderText.policy(try row.integer(5)),
            components: try ComponentsText.components(try row.text(6)),
            isActive: try row.integer(7) != 0, version: try row.integer(8))
    }

    public static func profile(
        _ row: some Columns, from first: Int
    ) throws(StoreError) -> ItemProfile {
        ItemProfile(
            title: try row.text(first), options: try OptionsText.options(try row.text(first + 1)),
            barcode: try row.textIfPresent(first + 2), price: try money(row, first + 3),
            cost: try money(row, first + 5), imageURL: try row.textIfPresent(first + 7),
            createdAt: Timestamp(milliseconds: try row.integer(first + 8)),
            updatedAt: Timestamp(milliseconds: try row.integer(first + 9)))
    }

    private static func money(_ row: some Columns, _ column: Int) throws(StoreError) -> Money? {
        guard let amount = try row.integerIfPresent(column),
            let currency = try row.textIfPresent(column + 1)
        else { return nil }
        return Money(amount: amount, currency: currency)
    }
}

/// Rows of the table `location`.
public enum LocationRow {
    public static func decode(_ row: some Columns) throws(StoreError) -> Location {
        Location(
            id: ID(rawValue: try row.integer(0)), code: try row.text(1), name: try row.text(2),
            priority: try row.integer(3), channels: try row.textIfPresent(4).map(channels),
            address: try row.textIfPresent(5), isActive: try row.integer(6) != 0,
            version: try row.integer(7))
    }

    private static func channels(_ text: String) -> [Channel] {
        text.split(separator: " ").map { Channel(String($0)) }
    }
}

/// Rows of the table `api_key`.
public enum KeyRow {
    public static func decode(_ row: some Columns) throws(StoreError) -> APIKey {
        let id = try row.integer(0)
        guard let kind = APIKey.Kind(rawValue: try row.text(3)) else {
            throw .corrupt(table: "api_key", key: "\(id)")
        }
        return APIKey(
            id: ID(rawValue: id), tenant: ID(rawValue: try row.integer(1)),
            name: try row.text(2), kind: kind, digest: try row.blob(4),
            prefix: try row.text(5), scopes: words(try row.text(6)),
            allowedOrigins: words(try row.text(7)),
            createdAt: Timestamp(milliseconds: try row.integer(8)),
            expiresAt: try row.integerIfPresent(9).map { Timestamp(milliseconds: $0) })
    }

    private static func words(_ text: String) -> [String] {
        text.split(separator: " ").map { String($0) }
    }
}

/// Rows of the table `tenant`.
public enum TenantRow {
    /// Its settings and policies are columns 4 and 5, as texts of their own.
    public static func decode(_ row: some Columns) throws(StoreError) -> TenantRecord {
        let id = try row.integer(0)
        guard let plan = Plan(rawValue: try row.text(2)) else {
            throw .corrupt(table: "tenant", key: "\(id)")
        }
        return TenantRecord(
            id: ID(rawValue: id), name: try row.text(1), plan: plan,
            createdAt: Timestamp(milliseconds: try row.integer(3)))
    }
}

/// Rows of the table `stock_level`, whose item is column 0.
public enum LevelRow {
    public static func decode(_ row: some Columns) throws(StoreError) -> StockLevel {
        var quantities = Quantities(
            onHand: try row.integer(2), reserved: try row.integer(3),
            committed: try row.integer(4), unavailable: try row.integer(5),
            incoming: try row.integer(6), safetyStock: try row.integer(7))
        quantities.soft = try row.integer(8)
        return StockLevel(location: ID(rawValue: try row.integer(1)), quantities: quantities)
    }
}
