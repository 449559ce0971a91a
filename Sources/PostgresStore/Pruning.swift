import Domain
import Store

/// Drops what is kept no longer: answers after 24 hours, events after 7 days, ended reservations
/// after 90.
enum Pruning {
    private static let eventSeconds: Int64 = 7 * 86_400
    private static let reservationSeconds: Int64 = 90 * 86_400

    /// Within the open transaction of a tenant. `limit` bounds the rows of each of the three.
    static func steps(of tenant: ID<Tenant>, at now: Timestamp, limit: Int) -> [Step] {
        let id = SQLValue.integer(tenant.rawValue)
        let limit = SQLValue.integer(Int64(limit))
        func end(_ seconds: Int64) -> Int64 { now.adding(seconds: -seconds).milliseconds }
        let ended = end(reservationSeconds)
        return [
            Step(ColdSQL.dropAnswers, values: [id, .integer(end(KeptAnswer.lifeSeconds)), limit]),
            Step(ColdSQL.dropEvents, values: [id, .integer(end(eventSeconds)), limit]),
            Step(
                ColdSQL.dropReservations,
                values: [id, .integer((ended + 1) << 20), .integer(ended), limit]),
        ]
    }
}
