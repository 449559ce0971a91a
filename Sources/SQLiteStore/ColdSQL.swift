/// What is asked now and then; `HotSQL` has what every batch runs.
enum ColdSQL {
    static let clock = "SELECT mark, last_id, secret FROM clock WHERE one = 1"

    static let insertClock = "INSERT INTO clock (one, mark, last_id, secret) VALUES (1, 0, 0, ?1)"

    static let reservation = """
        SELECT id, state, kind, holder, is_session, channel, lines, created_at, expires_at,
               ended_at, order_id, replaces, replaced_by, metadata, version, cart_began
          FROM reservation
         WHERE tenant_id = ?1
           AND id = ?2
        """

    /// The last of a holder's session that was sold and of which nothing is left. The index is
    /// named, because for the last row SQLite would rather walk over the tenant's from the right.
    static let soldSession = """
        SELECT id, state, kind, holder, is_session, channel, lines, created_at, expires_at,
               ended_at, order_id, replaces, replaced_by, metadata, version, cart_began
          FROM reservation INDEXED BY reservation_sold_session
         WHERE tenant_id = ?1
           AND holder = ?2
           AND is_session = 1
           AND state = 1
           AND is_open = 0
         ORDER BY id DESC
         LIMIT 1
        """

    static let profile = """
        SELECT title, options, barcode, price_amount, price_currency, cost_amount,
               cost_currency, image_url, created_at, updated_at
          FROM item
         WHERE tenant_id = ?1
           AND id = ?2
        """

    static let answers = "SELECT created_at, keys, bodies FROM answer_batch WHERE id = ?1"

    static let answerKeys = """
        SELECT id, keys
          FROM answer_batch
         WHERE created_at > ?1
           AND id > ?2
         ORDER BY id
        """

    static let spill = "SELECT batch FROM answer_spill WHERE one = 1"

    // MARK: What is kept no longer, from the left; ids grow with time

    static let firstAnswers = "SELECT id, created_at, keys FROM answer_batch ORDER BY id LIMIT ?1"

    static let dropAnswers = "DELETE FROM answer_batch WHERE id = ?1"

    static let firstEvents = """
        SELECT id, created_at, tenant_id, last_position
          FROM event_batch
         ORDER BY id
         LIMIT ?1
        """

    static let dropTo = "UPDATE tenant SET dropped_position = ?2 WHERE id = ?1"

    /// The batch of entries that a position lies within.
    static let eventsAt = """
        SELECT first_position, entries
          FROM event_batch
         WHERE tenant_id = ?1
           AND first_position <= ?2
         ORDER BY first_position DESC
         LIMIT 1
        """

    static let dropEvents = "DELETE FROM event_batch WHERE id = ?1"

    static let firstReservations = """
        SELECT id, is_open, COALESCE(ended_at, created_at)
          FROM reservation
         WHERE tenant_id = ?1
           AND id > ?2
           AND id < ?3
         ORDER BY id
         LIMIT ?4
        """

    static let dropReservation = "DELETE FROM reservation WHERE tenant_id = ?1 AND id = ?2"
}
