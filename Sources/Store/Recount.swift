public import Domain

/// Recounts the books of a tenant: what stock levels say against what their movements and the
/// open reservations sum to.
public enum Recount {
    /// Where they do not agree. As stored: an expiry that is not booked yet is no difference,
    /// because its units still stand on both sides.
    public static func differences(
        of tenant: ID<Tenant>, in snapshot: any Snapshot
    ) throws(StoreError) -> [Difference] {
        var count = Count()
        try read(&count.ledger, ledgerSQL, [.integer(tenant.rawValue)], snapshot)
        try read(&count.levels, levelSQL, [.integer(tenant.rawValue)], snapshot)
        try readPromises(&count.promises, of: tenant, snapshot)
        return count.differences
    }

    /// The same of some items only. What it costs grows with what is known of those.
    public static func differences(
        of tenant: ID<Tenant>, among suspects: [Suspect], in snapshot: any Snapshot
    ) throws(StoreError) -> [Difference] {
        var count = Count()
        for suspect in suspects {
            let item = [SQLValue.integer(tenant.rawValue), .integer(suspect.item.rawValue)]
            try read(&count.ledger, itemLedgerSQL, item, snapshot)
            try read(&count.levels, itemLevelSQL, item, snapshot)
        }
        for id in Set(suspects.flatMap(\.reservations)) {
            let parameters = [SQLValue.integer(tenant.rawValue), .integer(id.rawValue)]
            for row in try snapshot.rows(onePromiseSQL, parameters) {
                try add(row, to: &count.promises)
            }
        }
        let items = Set(suspects.map(\.item))
        return count.differences.filter { items.contains($0.item) }
    }

    /// What three sources say of each level.
    private struct Count {
        var ledger: [Place: Quantities] = [:]
        var levels: [Place: Quantities] = [:]
        var promises: [Place: Quantities] = [:]

        /// In the order of the items, then of the locations.
        var differences: [Difference] {
            let places = Set(ledger.keys).union(levels.keys).union(promises.keys).sorted()
            return places.flatMap { place in
                Recount.differences(
                    at: place, level: levels[place] ?? .zero, ledger: ledger[place] ?? .zero,
                    promised: promises[place] ?? .zero)
            }
        }
    }

    /// A stock level's key.
    private struct Place: Hashable, Comparable {
        let item: Int64
        let location: Int64

        static func < (left: Place, right: Place) -> Bool {
            (left.item, left.location) < (right.item, right.location)
        }
    }

    private static func differences(
        at place: Place, level: Quantities, ledger: Quantities, promised: Quantities
    ) -> [Difference] {
        let rows: [(String, expected: Int64, actual: Int64, ledger: Int64)] = [
            ("on_hand", ledger.onHand, level.onHand, ledger.onHand),
            ("reserved", promised.reserved, level.reserved, ledger.reserved),
            ("committed", promised.committed, level.committed, ledger.committed),
            ("unavailable", ledger.unavailable, level.unavailable, ledger.unavailable),
            ("incoming", ledger.incoming, level.incoming, ledger.incoming),
            ("safety_stock", ledger.safetyStock, level.safetyStock, ledger.safetyStock),
        ]
        return rows.filter { $0.expected != $0.actual || $0.ledger != $0.actual }.map {
            Difference(
                item: ID(rawValue: place.item), location: ID(rawValue: place.location),
                quantity: $0.0, expected: $0.expected, actual: $0.actual, ledger: $0.ledger)
        }
    }

    private static func read(
        _ found: inout [Place: Quantities], _ sql: String, _ parameters: [SQLValue],
        _ snapshot: any Snapshot
    ) throws(StoreError) {
        for row in try snapshot.rows(sql, parameters) {
            let place = Place(item: try row.integer(0), location: try row.integer(1))
            found[place] = Quantities(
                onHand: try row.integer(2), reserved: try row.integer(3),
                committed: try row.integer(4), unavailable: try row.integer(5),
                incoming: try row.integer(6), safetyStock: try row.integer(7))
        }
    }

    private static let levelSQL = """
        SELECT item_id, location_id, on_hand, reserved, committed, unavailable, incoming,
               safety_stock
          FROM stock_level
         WHERE tenant_id = ?1

        """

    private static let itemLevelSQL = levelSQL + "   AND item_id = ?2"

    private static let ledgerSQL =
        sums + """
              FROM movement AS m
             WHERE m.tenant_id = ?1
             GROUP BY m.item_id, m.location_id
            """

    /// The item's movements are found by their ids, for which the index suffices: over the rows
    /// themselves SQLite would rather walk over the tenant's.
    private static let itemLedgerSQL =
        sums + """
              FROM movement AS own
              JOIN movement AS m ON m.tenant_id = own.tenant_id AND m.id = own.id
             WHERE own.tenant_id = ?1
               AND own.item_id = ?2
             GROUP BY m.item_id, m.location_id
            """

    private static let sums = """
        SELECT m.item_id, m.location_id,
               CAST(SUM(m.on_hand) AS BIGINT), CAST(SUM(m.reserved) AS BIGINT),
               CAST(SUM(m.committed) AS BIGINT), CAST(SUM(m.unavailable) AS BIGINT),
               CAST(SUM(m.incoming) AS BIGINT), CAST(SUM(m.safety_stock) AS BIGINT)

        """

    /// What open reservations hold: active ones as reserved, committed ones as committed.
    private static func readPromises(
        _ found: inout [Place: Quantities], of tenant: ID<Tenant>, _ snapshot: any Snapshot
    ) throws(StoreError) {
        do {
            try snapshot.forEachRow(promiseSQL, [.integer(tenant.rawValue)]) { row in
                try add(row, to: &found)
            }
        } catch let error as StoreError {
            throw error
        } catch {
            throw .unavailable("\(error)")
        }
    }

    private static func add(_ row: Row, to found: inout [Place: Quantities]) throws(StoreError) {
        let isActive = try row.integer(0) == Int64(Reservation.State.active.rawValue)
        for line in try LinesText.decode(try row.utf8(1)) {
            for source in line.sources where source.units > 0 {
                let place = Place(item: source.item.rawValue, location: source.location.rawValue)
                let units = source.units
                found[place, default: .zero].add(
                    isActive ? Delta(reserved: units) : Delta(committed: units))
            }
        }
    }

    private static let promiseSQL = """
        SELECT state, lines
          FROM reservation
         WHERE tenant_id = ?1
           AND is_open = 1

        """

    private static let onePromiseSQL = promiseSQL + "   AND id = ?2"
}
