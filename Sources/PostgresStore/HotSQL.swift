/// What every batch runs. Each names the tenant, though row-level security would do it as well,
/// so that the planner and a database that is spread over many machines see it.
enum HotSQL {
    // MARK: Beginning a batch

    /// Nobody else decides for the tenant until the transaction ends. What follows sees all that
    /// was committed before.
    static let head = """
        SELECT revision, mark
          FROM tenant
         WHERE id = ?1
           FOR NO KEY UPDATE
        """

    static let others = """
        SELECT first_position, entries, changes, revision
          FROM event_batch
         WHERE tenant_id = ?1
           AND revision > ?2
         ORDER BY revision
         LIMIT ?3
        """

    /// `OFFSET 0` has each key looked up by itself.
    static let keptAnswers = """
        SELECT a.digest, a.created_at, a.fingerprint, a.status, a.body, a.location, a.version,
               a.log_position, a.log_offset, a.log_length, e.first_position, e.entries
          FROM unnest(?2) AS wanted (digest)
          JOIN LATERAL
               (SELECT *
                  FROM answer
                 WHERE tenant_id = ?1
                   AND digest = wanted.digest
                OFFSET 0) AS a ON a.created_at > ?3
          LEFT JOIN LATERAL
               (SELECT first_position, entries
                  FROM event_batch
                 WHERE tenant_id = ?1
                   AND first_position <= a.log_position
                 ORDER BY first_position DESC, revision DESC
                 LIMIT 1) AS e ON a.log_position IS NOT NULL
        """

    /// With all that took their place, one after the other. `OFFSET 0` has each looked up by its
    /// id; the planner would rather read all of the tenant's.
    static let reservations = """
        WITH RECURSIVE chain AS (
            SELECT *
              FROM reservation
             WHERE tenant_id = ?1
               AND id = ANY (?2)
             UNION
            SELECT next.*
              FROM chain
              JOIN LATERAL
                   (SELECT *
                      FROM reservation
                     WHERE tenant_id = ?1
                       AND id = chain.replaced_by
                    OFFSET 0) AS next ON TRUE
        )
        SELECT id, state, kind, holder, is_session, channel, lines, created_at, expires_at,
               ended_at, order_id, replaces, replaced_by, metadata, version, cart_began
          FROM chain
         ORDER BY id
        """

    /// Of each holder's session the last that was sold and of which nothing is left.
    static let soldSessions = """
        SELECT r.id, r.state, r.kind, r.holder, r.is_session, r.channel, r.lines, r.created_at,
               r.expires_at, r.ended_at, r.order_id, r.replaces, r.replaced_by, r.metadata,
               r.version, r.cart_began
          FROM unnest(?2) AS wanted (holder)
          JOIN LATERAL
               (SELECT *
                  FROM reservation
                 WHERE tenant_id = ?1
                   AND holder = wanted.holder
                   AND is_session = 1
                   AND state = 1
                   AND is_open = 0
                 ORDER BY id DESC
                 LIMIT 1) AS r ON TRUE
        """

    static let profiles = """
        SELECT id, title, options, barcode, price_amount, price_currency, cost_amount,
               cost_currency, image_url, created_at, updated_at
          FROM item
         WHERE tenant_id = ?1
           AND id = ANY (?2)
        """

    // MARK: Ending it

    static let levels = """
        INSERT INTO stock_level AS level (tenant_id, item_id, location_id, on_hand, reserved,
               committed, unavailable, incoming, safety_stock, soft)
        SELECT ?1, *
          FROM unnest(?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            ON CONFLICT (tenant_id, item_id, location_id) DO UPDATE
           SET on_hand = excluded.on_hand, reserved = excluded.reserved,
               committed = excluded.committed, unavailable = excluded.unavailable,
               incoming = excluded.incoming, safety_stock = excluded.safety_stock,
               soft = excluded.soft
         WHERE level.tenant_id = ?1
        """

    static let newReservations = """
        INSERT INTO reservation (tenant_id, id, state, kind, holder, is_session, channel, lines,
               is_open, created_at, expires_at, ended_at, order_id, replaces, replaced_by,
               metadata, version, cart_began)
        SELECT ?1, *
          FROM unnest(?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
               ?18)
        """

    static let changedReservations = """
        UPDATE reservation AS r
           SET state = new.state, kind = new.kind, lines = new.lines, is_open = new.is_open,
               expires_at = new.expires_at, ended_at = new.ended_at, order_id = new.order_id,
               replaced_by = new.replaced_by, version = new.version,
               cart_began = new.cart_began
          FROM unnest(?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
               AS new (id, state, kind, lines, is_open, expires_at, ended_at, order_id,
                       replaced_by, version, cart_began)
         WHERE r.tenant_id = ?1
           AND r.id = new.id
        """

    static let movements = """
        INSERT INTO movement (tenant_id, id, item_id, location_id, on_hand, reserved, committed,
               unavailable, incoming, safety_stock, reason, reference, actor, reservation_id,
               order_id, created_at)
        SELECT ?1, *
          FROM unnest(?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
        """

    /// A key whose answer ran out may be used again.
    static let answers = """
        INSERT INTO answer (tenant_id, digest, created_at, fingerprint, status, body, location,
               version, log_position, log_offset, log_length)
        SELECT ?1, *
          FROM unnest(?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            ON CONFLICT (tenant_id, digest) DO UPDATE
           SET created_at = excluded.created_at, fingerprint = excluded.fingerprint,
               status = excluded.status, body = excluded.body, location = excluded.location,
               version = excluded.version, log_position = excluded.log_position,
               log_offset = excluded.log_offset, log_length = excluded.log_length
        """

    static let events = """
        INSERT INTO event_batch (tenant_id, revision, batch_id, first_position, last_position,
               created_at, entries, changes)
        SELECT ?1, revision + 1, ?2, COALESCE(CAST(?3 AS BIGINT), position + 1),
               COALESCE(CAST(?4 AS BIGINT), position), ?5, ?6, ?7
          FROM tenant
         WHERE id = ?1
        """

    static let nextHead = """
        UPDATE tenant
           SET position = COALESCE(CAST(?2 AS BIGINT), position), revision = revision + 1,
               mark = GREATEST(mark, ?3), last_id = GREATEST(last_id, ?4)
         WHERE id = ?1
        """

    // MARK: Beside batches

    static let mark = "UPDATE clock SET mark = GREATEST(mark, ?1) WHERE one = 1"

    static let batch = "SELECT revision FROM event_batch WHERE tenant_id = ?1 AND batch_id = ?2"

    static let heads = "SELECT id, revision FROM tenant ORDER BY id"
}
