import Domain
import Store

/// Reads everything resident from the database.
struct Rebuild {
    private let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    func residents() throws(StoreError) -> Residents {
        var residents = Residents()
        for row in try connection.statement(ColdSQL.tenants).rows("tenant") {
            let shop = try shop(row)
            residents.positions[shop.tenant.id] = try row.integer(6)
            residents.shops[shop.tenant.id] = shop
        }
        for row in try connection.statement(ColdSQL.keys).rows("api_key") {
            let key = try KeyRow.decode(row)
            residents.keys[key.digest] = key
        }
        return residents
    }

    private func shop(_ row: Row) throws(StoreError) -> Shop {
        let id = ID<Tenant>(rawValue: try row.integer(0))
        guard let plan = Plan(rawValue: try row.text(2)) else {
            throw .corrupt(table: "tenant", key: "\(id.rawValue)")
        }
        let tenant = TenantRecord(
            id: id, name: try row.text(1), plan: plan,
            createdAt: Timestamp(milliseconds: try row.integer(3)))
        var locations: [Location] = []
        try each(ColdSQL.locations, of: id, "location") { row throws(StoreError) in
            locations.append(try LocationRow.decode(row))
        }
        var shop = Shop(
            tenant: tenant, settings: try SettingsText.settings(try row.text(4)),
            locations: locations, policies: try PoliciesText.policies(try row.text(5)))
        shop.reserveCapacity(
            items: try count(ColdSQL.itemCount, of: id),
            reservations: try count(ColdSQL.openReservationCount, of: id))
        try restoreItems(into: &shop)
        try each(ColdSQL.openReservations, of: id, "reservation") { row throws(StoreError) in
            shop.restore(try ReservationRow.decode(row))
        }
        return shop
    }

    private func restoreItems(into shop: inout Shop) throws(StoreError) {
        // Both come in the order of the items' ids, so one walk over each joins them.
        var levels: [(item: Int64, level: StockLevel)] = []
        try each(ColdSQL.levels, of: shop.tenant.id, "stock_level") { row throws(StoreError) in
            let location = ID<Location>(rawValue: try row.integer(1))
            let level = StockLevel(location: location, quantities: try quantities(row))
            levels.append((try row.integer(0), level))
        }
        var next = 0
        try each(ColdSQL.items, of: shop.tenant.id, "item") { row throws(StoreError) in
            let item = try ItemRow.item(row)
            // Levels of items that were deleted are passed over.
            while next < levels.count, levels[next].item < item.id.rawValue { next += 1 }
            let start = next
            while next < levels.count, levels[next].item == item.id.rawValue { next += 1 }
            shop.restore(ItemStock(item: item, levels: levels[start..<next].map(\.level)))
        }
    }

    private func count(_ sql: String, of tenant: ID<Tenant>) throws(StoreError) -> Int {
        var found: Int64 = 0
        try each(sql, of: tenant, "count") { row throws(StoreError) in
            found = try row.integer(0)
        }
        return Int(found)
    }

    private func quantities(_ row: Row) throws(StoreError) -> Quantities {
        var quantities = Quantities(
            onHand: try row.integer(2), reserved: try row.integer(3),
            committed: try row.integer(4), unavailable: try row.integer(5),
            incoming: try row.integer(6), safetyStock: try row.integer(7))
        quantities.soft = try row.integer(8)
        return quantities
    }

    private func each(
        _ sql: String, of tenant: ID<Tenant>, _ table: String,
        _ body: (Row) throws(StoreError) -> Void
    ) throws(StoreError) {
        let statement = try connection.statement(sql)
        statement.bind(1, tenant.rawValue)
        do {
            try statement.forEachRow { values in
                try body(Row(table: table, values: values))
            }
        } catch let error as StoreError {
            throw error
        } catch {
            throw .unavailable("\(error)")
        }
    }
}
