/// What is asked now and then; `HotSQL` has what every batch runs.
enum ColdSQL {
    static let clock = "SELECT mark, last_id, secret FROM clock WHERE one = 1"

    static let insertClock = """
        INSERT INTO clock (one, mark, last_id, secret)
        VALUES (1, 0, 0, ?1)
            ON CONFLICT (one) DO NOTHING
        """

    static let tenants = """
        SELECT id, name, plan, created_at, settings, policies, position, revision, mark, last_id
          FROM tenant
         ORDER BY id
        """

    // MARK: What is kept no longer, the oldest first, so many rows a call

    static let dropAnswers = """
        DELETE FROM answer
         WHERE ctid = ANY (ARRAY(
               SELECT ctid
                 FROM answer
                WHERE tenant_id = ?1
                  AND created_at <= ?2
                LIMIT ?3))
        """

    static let dropEvents = """
        WITH dropped AS (
            DELETE FROM event_batch
             WHERE tenant_id = ?1
               AND revision IN
                   (SELECT revision
                      FROM event_batch
                     WHERE tenant_id = ?1
                       AND created_at <= ?2
                     ORDER BY revision
                     LIMIT ?3)
            RETURNING last_position
        )
        UPDATE tenant
           SET dropped_position = GREATEST(dropped_position, dropped.last)
          FROM (SELECT MAX(last_position) AS last FROM dropped) AS dropped
         WHERE id = ?1
           AND dropped.last IS NOT NULL
        """

    /// Ids hold the time of creation in their upper bits, so what ended by then is below `?2`.
    static let dropReservations = """
        DELETE FROM reservation
         WHERE tenant_id = ?1
           AND id IN
               (SELECT id
                  FROM reservation
                 WHERE tenant_id = ?1
                   AND id < ?2
                   AND is_open = 0
                   AND COALESCE(ended_at, created_at) <= ?3
                 ORDER BY id
                 LIMIT ?4)
        """
}
