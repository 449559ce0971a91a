/// What every batch runs. Each is watched by a query-plan test.
enum HotSQL {
    static let level = InsertSQL(
        into: """
            stock_level (tenant_id, item_id, location_id, on_hand, reserved, committed,
                   unavailable, incoming, safety_stock, soft)
            """,
        columns: 10,
        tail: """
            ON CONFLICT (tenant_id, item_id, location_id) DO UPDATE
            SET on_hand = excluded.on_hand, reserved = excluded.reserved,
                committed = excluded.committed, unavailable = excluded.unavailable,
                incoming = excluded.incoming, safety_stock = excluded.safety_stock,
                soft = excluded.soft
            """)

    static let reservation = InsertSQL(
        into: """
            reservation (tenant_id, id, state, kind, holder, is_session, channel, lines,
                   is_open, created_at, expires_at, ended_at, order_id, replaces, replaced_by,
                   metadata, version, cart_began)
            """,
        columns: 18)

    static let updateReservation = """
        UPDATE reservation
           SET state = ?3, kind = ?4, lines = ?5, is_open = ?6, expires_at = ?7, ended_at = ?8,
               order_id = ?9, replaced_by = ?10, version = ?11, cart_began = ?12
         WHERE tenant_id = ?1
           AND id = ?2
        """

    static let movement = InsertSQL(
        into: """
            movement (tenant_id, id, item_id, location_id, on_hand, reserved, committed,
                   unavailable, incoming, safety_stock, reason, reference, actor, reservation_id,
                   order_id, created_at)
            """,
        columns: 16)

    static let events = """
        INSERT INTO event_batch (tenant_id, first_position, last_position, created_at, entries)
        VALUES (?1, ?2, ?3, ?4, ?5)
        """

    static let head = "UPDATE tenant SET position = ?2 WHERE id = ?1"

    static let answers = "INSERT INTO answer_batch (created_at, keys, bodies) VALUES (?1, ?2, ?3)"

    static let begin = "BEGIN IMMEDIATE"

    static let commit = "COMMIT"

    static let clock = """
        UPDATE clock
           SET mark = MAX(mark, ?1), last_id = MAX(last_id, ?2)
         WHERE one = 1
        """

    // MARK: Idempotency keys beyond the memory's budget

    static let oldestAnswers = """
        SELECT id, keys
          FROM answer_batch
         WHERE id > ?1
           AND id < ?2
         ORDER BY id
        """

    static let spillKey = "INSERT OR REPLACE INTO answer_key (tag, place) VALUES (?1, ?2)"

    static let spill = "UPDATE answer_spill SET batch = ?1 WHERE one = 1"

    static let spilledPlaces = "SELECT place FROM answer_key WHERE tag = ?1 ORDER BY place DESC"

    static let dropSpilled = "DELETE FROM answer_key WHERE tag = ?1 AND place = ?2"
}

extension SQLiteStore {
    /// What every batch runs, and what it looks up on the way: a test watches their plans.
    public static let hotStatements =
        [HotSQL.level, HotSQL.reservation, HotSQL.movement].flatMap(BulkInsert.statements) + [
            HotSQL.updateReservation, HotSQL.events, HotSQL.head, HotSQL.answers, HotSQL.clock,
            HotSQL.oldestAnswers,
            HotSQL.spillKey, HotSQL.spill, HotSQL.spilledPlaces, HotSQL.dropSpilled,
            ColdSQL.reservation, ColdSQL.soldSession, ColdSQL.profile, ColdSQL.answers,
            ColdSQL.eventsAt, ColdSQL.firstReservations, ColdSQL.dropReservation,
            ColdSQL.dropAnswers, ColdSQL.dropEvents, ColdSQL.dropTo,
        ]
}
