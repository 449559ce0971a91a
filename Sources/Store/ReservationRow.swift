public import Domain

/// A row of the table `reservation`.
public enum ReservationRow {
    /// The columns that `decode` reads, in order.
    public static let columns = """
        id, state, kind, holder, is_session, channel, lines, created_at, expires_at, ended_at,
        order_id, replaces, replaced_by, metadata, version, cart_began
        """

    public static func decode(_ row: some Columns) throws(StoreError) -> Reservation {
        let id = try row.integer(0)
        guard let state = Reservation.State(rawValue: Int(try row.integer(1))),
            let kind = Reservation.Kind(rawValue: Int(try row.integer(2)))
        else { throw .corrupt(table: "reservation", key: "\(id)") }
        return Reservation(
            id: ID(rawValue: id), state: state, kind: kind, holder: try row.textIfPresent(3),
            isSession: try row.integer(4) != 0, channel: Channel(try row.text(5)),
            lines: try LinesText.decode(try row.utf8(6)),
            createdAt: Timestamp(milliseconds: try row.integer(7)),
            expiresAt: time(try row.integerIfPresent(8)),
            cartBegan: time(try row.integerIfPresent(15)),
            endedAt: time(try row.integerIfPresent(9)), order: try row.textIfPresent(10),
            replaces: try row.integerIfPresent(11).map { ID(rawValue: $0) },
            replacedBy: try row.integerIfPresent(12).map { ID(rawValue: $0) },
            metadata: try row.blobIfPresent(13), version: try row.integer(14))
    }

    private static func time(_ milliseconds: Int64?) -> Timestamp? {
        milliseconds.map { Timestamp(milliseconds: $0) }
    }
}
