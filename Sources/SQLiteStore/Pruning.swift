import Domain
import Store

/// Drops what is kept no longer: answers after 24 hours, events after 7 days, ended reservations
/// after 90. Looks at a bounded number of rows at a time.
final class Pruning {
    private let connection: Connection
    /// How far each tenant's reservations were looked at; open ones stay behind for years.
    private var seen: [Int64: Int64] = [:]

    private static let eventSeconds: Int64 = 7 * 86_400
    private static let reservationSeconds: Int64 = 90 * 86_400

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// Within the open transaction. `limit` bounds the rows that are looked at, of each of the
    /// three.
    func prune(
        at now: Timestamp, limit: Int, _ answers: AnswerIndex
    ) throws(StoreError) -> AnswerIndex.Departure {
        try dropEvents(until: now.adding(seconds: -Self.eventSeconds), limit)
        try dropReservations(until: now.adding(seconds: -Self.reservationSeconds), limit)
        return try dropAnswers(until: now.adding(seconds: -KeptAnswer.lifeSeconds), limit, answers)
    }

    private func dropAnswers(
        until end: Timestamp, _ limit: Int, _ answers: AnswerIndex
    ) throws(StoreError) -> AnswerIndex.Departure {
        var departure = AnswerIndex.Departure()
        let rows = try connection.statement(ColdSQL.firstAnswers)
        rows.bind(1, Int64(limit))
        defer { rows.reset() }
        let row = Cursor(rows, of: "answer_batch")
        while try rows.step() {
            guard try row.integer(1) <= end.milliseconds else { break }
            let batch = try row.integer(0)
            try answers.leave(
                try AnswerPacking.digests(try row.blob(2)), batch: batch, &departure)
            try drop(ColdSQL.dropAnswers, batch)
        }
        return departure
    }

    private func dropEvents(until end: Timestamp, _ limit: Int) throws(StoreError) {
        let rows = try connection.statement(ColdSQL.firstEvents)
        rows.bind(1, Int64(limit))
        defer { rows.reset() }
        let row = Cursor(rows, of: "event_batch")
        var dropped: [Int64: Int64] = [:]
        while try rows.step() {
            guard try row.integer(1) <= end.milliseconds else { break }
            dropped[try row.integer(2)] = try row.integer(3)
            try drop(ColdSQL.dropEvents, try row.integer(0))
        }
        for (tenant, position) in dropped { try drop(ColdSQL.dropTo, tenant, position) }
    }

    private func dropReservations(until end: Timestamp, _ limit: Int) throws(StoreError) {
        for row in try connection.statement(RebuildSQL.tenants).rows("tenant") {
            try dropReservations(of: try row.integer(0), until: end, limit)
        }
    }

    /// Ids hold the time of creation in their upper bits, so what ended by `end` is below.
    private func dropReservations(
        of tenant: Int64, until end: Timestamp, _ limit: Int
    ) throws(StoreError) {
        let rows = try connection.statement(ColdSQL.firstReservations)
        rows.bind(1, tenant)
        rows.bind(2, seen[tenant] ?? 0)
        rows.bind(3, (end.milliseconds + 1) << 20)
        rows.bind(4, Int64(limit))
        defer { rows.reset() }
        let row = Cursor(rows, of: "reservation")
        var count = 0
        while try rows.step() {
            count += 1
            let id = try row.integer(0)
            seen[tenant] = id
            guard try row.integer(1) == 0, try row.integer(2) <= end.milliseconds else { continue }
            try drop(ColdSQL.dropReservation, tenant, id)
        }
        // All were seen: from the left again.
        if count < limit { seen[tenant] = nil }
    }

    private func drop(_ sql: String, _ values: Int64...) throws(StoreError) {
        let statement = try connection.statement(sql)
        for (index, value) in zip(Int32(1)..., values) { statement.bind(index, value) }
        try statement.run()
    }
}
