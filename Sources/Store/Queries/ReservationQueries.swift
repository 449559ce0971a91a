public import Domain

/// Which reservations a list shows; nil shows all.
public struct ReservationFilter: Sendable {
    public var state: Reservation.State?
    public var kind: Reservation.Kind?
    public var holder: String?
    /// One that has a line of it, or of a kit that it is part of.
    public var item: ID<Item>?
    /// Active, and ends at this moment or before.
    public var expiresBy: Timestamp?

    public init(
        state: Reservation.State? = nil, kind: Reservation.Kind? = nil, holder: String? = nil,
        item: ID<Item>? = nil, expiresBy: Timestamp? = nil
    ) {
        self.state = state
        self.kind = kind
        self.holder = holder
        self.item = item
        self.expiresBy = expiresBy
    }
}

/// Reservations in the order in which they were made, with their states as of now: an active one
/// past its expiry counts as expired, booked or not.
public enum ReservationQueries {
    public static func page(
        _ filter: ReservationFilter, _ order: PageOrder<Int64>, of tenant: ID<Tenant>,
        now: Timestamp, in snapshot: any Snapshot
    ) throws(StoreError) -> [Reservation] {
        // Lines are searched as text, where the 0 that no item has would be found everywhere.
        guard filter.item?.rawValue != 0 else { return [] }
        let rows = try snapshot.rows(
            order.isDescending ? descending : ascending,
            [
                .integer(tenant.rawValue), order.start, order.count,
                .integer(now.milliseconds),
                SQLValue(filter.state.map { Int64($0.rawValue) }),
                SQLValue(filter.kind.map { Int64($0.rawValue) }),
                SQLValue(filter.holder),
                SQLValue(containing: filter.item.map { String($0.rawValue) }),
                SQLValue(filter.expiresBy),
            ])
        var reservations: [Reservation] = []
        for row in rows { reservations.append(try ReservationRow.decode(row)) }
        return reservations
    }

    public static func one(
        _ id: ID<Reservation>, of tenant: ID<Tenant>, in snapshot: any Snapshot
    ) throws(StoreError) -> Reservation? {
        let rows = try snapshot.rows(
            columns + "   AND id = ?2", [.integer(tenant.rawValue), .integer(id.rawValue)])
        return try rows.first.map { row throws(StoreError) in try ReservationRow.decode(row) }
    }

    private static let columns =
        "SELECT " + ReservationRow.columns + """

              FROM reservation
             WHERE tenant_id = ?1

            """

    /// State 0 is active, 3 is expired.
    private static let filters = """
           AND (CAST(?5 AS BIGINT) IS NULL
                OR ?5 = CASE WHEN state = 0 AND expires_at <= ?4 THEN 3 ELSE state END)
           AND (CAST(?6 AS BIGINT) IS NULL OR kind = ?6)
           AND (CAST(?7 AS TEXT) IS NULL OR holder = ?7)
           AND (CAST(?8 AS TEXT) IS NULL OR lines LIKE ?8 ESCAPE '\\')
           AND (CAST(?9 AS BIGINT) IS NULL
                OR (state = 0 AND expires_at > ?4 AND expires_at <= ?9))

        """

    private static let ascending =
        columns + filters + """
               AND id > ?2
             ORDER BY id
             LIMIT ?3
            """

    private static let descending =
        columns + filters + """
               AND id < ?2
             ORDER BY id DESC
             LIMIT ?3
            """
}
