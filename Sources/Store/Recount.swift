public import Domain

/// Recounts the books of a tenant: what stock levels say against what their movements and the
/// open reservations sum to.
public enum Recount {
    /// Where they do not agree. As stored: an expiry that is not booked yet is no difference,
    /// because its units still stand on both sides.
    public static func differences(
        of tenant: ID<Tenant>, in snapshot: any Snapshot
    ) throws(StoreError) -> [Difference] {
        let ledger = try sums(of: tenant, from: ledgerSQL, in: snapshot)
        let levels = try sums(of: tenant, from: levelSQL, in: snapshot)
        let promises = try promises(of: tenant, in: snapshot)
        let places = Set(ledger.keys).union(levels.keys).union(promises.keys).sorted()
        return places.flatMap { place in
            differences(
                at: place, level: levels[place] ?? .zero, ledger: ledger[place] ?? .zero,
                promised: promises[place] ?? .zero)
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

    private static func sums(
        of tenant: ID<Tenant>, from sql: String, in snapshot: any Snapshot
    ) throws(StoreError) -> [Place: Quantities] {
        var found: [Place: Quantities] = [:]
        for row in try snapshot.rows(sql, [.integer(tenant.rawValue)]) {
            let place = Place(item: try row.integer(0), location: try row.integer(1))
            found[place] = Quantities(
                onHand: try row.integer(2), reserved: try row.integer(3),
                committed: try row.integer(4), unavailable: try row.integer(5),
                incoming: try row.integer(6), safetyStock: try row.integer(7))
        }
        return found
    }

    private static let levelSQL = """
        SELECT item_id, location_id, on_hand, reserved, committed, unavailable, incoming,
               safety_stock
          FROM stock_level
         WHERE tenant_id = ?1
        """

    private static let ledgerSQL = """
        SELECT item_id, location_id,
               CAST(SUM(on_hand) AS BIGINT), CAST(SUM(reserved) AS BIGINT),
               CAST(SUM(committed) AS BIGINT), CAST(SUM(unavailable) AS BIGINT),
               CAST(SUM(incoming) AS BIGINT), CAST(SUM(safety_stock) AS BIGINT)
          FROM movement
         WHERE tenant_id = ?1
         GROUP BY item_id, location_id
        """

    /// What open reservations hold: active ones as reserved, committed ones as committed.
    private static func promises(
        of tenant: ID<Tenant>, in snapshot: any Snapshot
    ) throws(StoreError) -> [Place: Quantities] {
        var found: [Place: Quantities] = [:]
        do {
            try snapshot.forEachRow(promiseSQL, [.integer(tenant.rawValue)]) { row in
                try add(row, to: &found)
            }
        } catch let error as StoreError {
            throw error
        } catch {
            throw .unavailable("\(error)")
        }
        return found
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
}
