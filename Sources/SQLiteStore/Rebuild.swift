import Domain
import Platform
import Store

/// Reads everything resident from the database.
///
/// It reads once and from the left, so its connections keep little of the file in memory.
struct Rebuild {
    private let file: String
    private let connection: Connection

    init(_ file: String) throws(StoreError) {
        self.file = file
        connection = try Connection(path: file, isReadOnly: true)
    }

    func residents() throws(StoreError) -> Residents {
        var residents = Residents()
        let tenants = try connection.statement(RebuildSQL.tenants).rows("tenant")
        let ids = try tenants.map { (row) throws(StoreError) in
            ID<Tenant>(rawValue: try row.integer(0))
        }
        let reading = ReservationReading(file, of: ids)
        let thread = reading.start()
        defer { thread.join() }
        var items: [ItemBook] = []
        for id in ids { items.append(try self.items(of: id)) }
        for row in try connection.statement(RebuildSQL.keys).rows("api_key") {
            let key = try KeyRow.decode(row)
            residents.keys[key.digest] = key
        }
        thread.join()
        for (id, row) in zip(ids, tenants).reversed() {
            residents.positions[id] = try row.integer(6)
            residents.shops[id] = try shop(
                row, items.popLast() ?? ItemBook(), try reading.takeBook(of: id))
        }
        return residents
    }

    private func shop(
        _ row: Row, _ items: consuming ItemBook, _ reservations: consuming ReservationBook
    ) throws(StoreError) -> Shop {
        let tenant = try TenantRow.decode(row)
        var locations: [Location] = []
        try each(RebuildSQL.locations, of: tenant.id, "location") { row throws(StoreError) in
            locations.append(try LocationRow.decode(row))
        }
        return Shop(
            tenant: tenant, settings: try SettingsText.settings(try row.text(4)),
            locations: locations, policies: try PoliciesText.policies(try row.text(5)),
            items: items, reservations: reservations)
    }

    /// Reads items and levels side by side: both are in order of the item's id.
    private func items(of tenant: ID<Tenant>) throws(StoreError) -> ItemBook {
        var items = ItemBook()
        let statement = try connection.statement(RebuildSQL.levels)
        statement.bind(1, tenant.rawValue)
        defer { statement.reset() }
        let level = Cursor(statement, of: "stock_level")
        var isAtLevel = try statement.step()
        try each(RebuildSQL.items, of: tenant, "item") { row throws(StoreError) in
            let item = try ItemRow.item(row)
            var levels: [StockLevel] = []
            // Levels of deleted items are passed over.
            while isAtLevel, case let owner = try level.integer(0), owner <= item.id.rawValue {
                if owner == item.id.rawValue { levels.append(try LevelRow.decode(level)) }
                isAtLevel = try statement.step()
            }
            items.restore(ItemStock(item: item, levels: levels))
        }
        return items
    }

    private func each(
        _ sql: String, of tenant: ID<Tenant>, _ table: String,
        _ body: (Cursor) throws(StoreError) -> Void
    ) throws(StoreError) {
        let statement = try connection.statement(sql)
        statement.bind(1, tenant.rawValue)
        defer { statement.reset() }
        let row = Cursor(statement, of: table)
        while try statement.step() { try body(row) }
    }
}
