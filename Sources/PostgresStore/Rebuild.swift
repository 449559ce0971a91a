import Domain
import Store

/// Reads everything resident from the database, as of one moment.
struct Rebuild {
    private let connection: Connection

    /// What a table may be silent for while it is read.
    private static let silenceMilliseconds: Int64 = 30_000

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// And the revision of each tenant at that moment.
    func residents() throws(StoreError) -> (residents: Residents, revisions: [ID<Tenant>: Int64]) {
        do {
            let deadline = Deadline(milliseconds: Self.silenceMilliseconds)
            _ = try connection.run([.beginReading, .allTenants], by: deadline)
            let rebuilt = try read()
            _ = try connection.run([.commit], by: Deadline(milliseconds: Self.silenceMilliseconds))
            return rebuilt
        } catch let error as StoreError {
            throw error
        } catch let error as PostgresError {
            throw error.storeError
        } catch {
            throw .unavailable("\(error)")
        }
    }

    private func read() throws -> (Residents, [ID<Tenant>: Int64]) {
        var residents = Residents()
        var revisions: [ID<Tenant>: Int64] = [:]
        try each(ColdSQL.clock, [], "clock") { row in
            residents.clockMark = Timestamp(milliseconds: try row.integer(0))
            residents.lastID = try row.integer(1)
        }
        try each(RebuildSQL.keys, [], "api_key") { row in
            let key = try KeyRow.decode(row)
            residents.keys[key.digest] = key
        }
        let snapshot = PostgresSnapshot(connection)
        let tenants = try snapshot.rows(ColdSQL.tenants, [])
        for row in tenants {
            let id = ID<Tenant>(rawValue: try row.integer(0))
            residents.positions[id] = try row.integer(6)
            revisions[id] = try row.integer(7)
            residents.clockMark = max(
                residents.clockMark, Timestamp(milliseconds: try row.integer(8)))
            residents.lastID = max(residents.lastID, try row.integer(9))
            residents.shops[id] = try shop(row)
        }
        return (residents, revisions)
    }

    private func shop(_ row: Row) throws -> Shop {
        let tenant = try TenantRow.decode(row)
        let id = [Parameter.integer(tenant.id.rawValue)]
        _ = try connection.run([.tenant(tenant.id)], by: PostgresSnapshot.deadline)
        var locations: [Location] = []
        try each(RebuildSQL.locations, id, "location") { row in
            locations.append(try LocationRow.decode(row))
        }
        var levels: [ID<Item>: [StockLevel]] = [:]
        try each(RebuildSQL.levels, id, "stock_level") { row in
            levels[ID(rawValue: try row.integer(0)), default: []].append(try LevelRow.decode(row))
        }
        var items = ItemBook()
        try each(RebuildSQL.items, id, "item") { row in
            let item = try ItemRow.item(row)
            items.restore(ItemStock(item: item, levels: levels.removeValue(forKey: item.id) ?? []))
        }
        var reservations = ReservationBook()
        try each(RebuildSQL.openReservations, id, "reservation") { row in
            reservations.restore(try ReservationRow.decode(row))
        }
        return Shop(
            tenant: tenant, settings: try SettingsText.settings(try row.text(4)),
            locations: locations, policies: try PoliciesText.policies(try row.text(5)),
            items: items, reservations: reservations)
    }

    private func each(
        _ sql: String, _ parameters: [Parameter], _ table: String, _ body: (Cursor) throws -> Void
    ) throws {
        try connection.forEachRow(
            of: table, Step(sql, parameters), silence: Self.silenceMilliseconds, body)
    }
}
