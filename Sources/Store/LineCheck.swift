public import Domain

/// Looks for paid lines whose own numbers do not add up.
public enum LineCheck {
    /// A line of a committed reservation, by its place from 0.
    public struct Unbalanced: Equatable, Sendable {
        public let reservation: ID<Reservation>
        public let line: Int

        public init(reservation: ID<Reservation>, line: Int) {
            self.reservation = reservation
            self.line = line
        }
    }

    /// Where committed, short, backordered, shipped and cancelled units are not the quantity, or
    /// the units at the line's sources are not the committed ones.
    public static func unbalanced(
        of tenant: ID<Tenant>, in snapshot: any Snapshot
    ) throws(StoreError) -> [Unbalanced] {
        let state = Int64(Reservation.State.committed.rawValue)
        var found: [Unbalanced] = []
        do {
            try snapshot.forEachRow(sql, [.integer(tenant.rawValue), .integer(state)]) { row in
                let id = ID<Reservation>(rawValue: try row.integer(0))
                let lines = try LinesText.decode(try row.utf8(1))
                for (index, line) in lines.enumerated() where !balances(line) {
                    found.append(Unbalanced(reservation: id, line: index))
                }
            }
        } catch let error as StoreError {
            throw error
        } catch {
            throw .unavailable("\(error)")
        }
        return found
    }

    private static func balances(_ line: ReservationLine) -> Bool {
        let sum =
            line.committed + line.short + line.backordered + line.shipped + line.cancelled
        let each = line.parts.isEmpty ? 1 : line.parts.reduce(Int64(0)) { $0 + $1.quantity }
        let held = line.sources.reduce(Int64(0)) { $0 + $1.units }
        // Rows that somebody changed may hold a product that is too large: that is wrong too.
        let (units, overflow) = line.committed.multipliedReportingOverflow(by: each)
        return sum == line.quantity && !overflow && held == units
    }

    private static let sql = """
        SELECT id, lines
          FROM reservation
         WHERE tenant_id = ?1
           AND state = ?2
         ORDER BY id
        """
}
