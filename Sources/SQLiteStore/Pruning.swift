import Domain
import Store

/// Drops what is kept no longer, a bounded part at a time.
struct Pruning {
    private let connection: Connection

    private static let eventSeconds: Int64 = 7 * 86_400
    private static let reservationSeconds: Int64 = 90 * 86_400

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// Answers after 24 hours, events after 7 days, ended reservations after 90.
    ///
    /// The oldest rows stand first, so looking at `limit` of them is enough: where nothing is to
    /// be dropped, nothing more is read.
    func prune(at now: Timestamp, limit: Int) throws(StoreError) {
        try drop(
            """
            DELETE FROM answer_batch
             WHERE id IN (SELECT id FROM answer_batch ORDER BY id LIMIT ?2)
               AND created_at <= ?1
            """, now.adding(seconds: -KeptAnswer.lifeSeconds).milliseconds, limit)
        try drop(
            """
            DELETE FROM event_batch
             WHERE id IN (SELECT id FROM event_batch ORDER BY id LIMIT ?2)
               AND created_at <= ?1
            """, now.adding(seconds: -Self.eventSeconds).milliseconds, limit)
        // Ids grow with time, so a tenant's old ones are found from the left. `?1` is an id.
        let oldest = now.adding(seconds: -Self.reservationSeconds).milliseconds << 20
        try drop(
            """
            DELETE FROM reservation
             WHERE (tenant_id, id) IN (
                   SELECT r.tenant_id, r.id
                     FROM tenant t
                    CROSS JOIN reservation r ON r.tenant_id = t.id AND r.id < ?1
                    WHERE r.is_open = 0
                    LIMIT ?2)
            """, oldest, limit)
    }

    private func drop(_ sql: String, _ bound: Int64, _ limit: Int) throws(StoreError) {
        let statement = try connection.statement(sql)
        statement.bind(1, bound)
        statement.bind(2, Int64(limit))
        try statement.run()
    }
}
