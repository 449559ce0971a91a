import Domain
import Store

/// Where the answers to idempotency keys are: in memory, so that a key that is new costs no
/// look-up on disk.
///
/// Bounded: about 40 bytes a key, at most `keyMaximum` of them; beyond it the oldest hour is
/// forgotten early, which `docs/reference/limits.md` says.
struct AnswerIndex {
    struct Place {
        let batch: Int64
        let index: Int
    }

    /// About 256 MB.
    static let keyMaximum = 6_000_000

    private struct Hour {
        let number: Int64
        var places: [KeyDigest: Place] = [:]
    }

    private var hours: [Hour] = []
    private var count = 0

    init() {}

    /// Reads the keys of the last 24 hours, without their answers.
    init(_ connection: Connection, since mark: Timestamp) throws(StoreError) {
        let statement = try connection.statement(ColdSQL.answerKeys)
        statement.bind(1, mark.milliseconds - KeptAnswer.lifeSeconds * 1_000)
        for row in try statement.rows("answer_batch") {
            add(
                try AnswerPacking.digests(try row.blob(2)), batch: try row.integer(0),
                at: Timestamp(milliseconds: try row.integer(1)))
        }
    }

    subscript(key: KeyDigest) -> Place? {
        for hour in hours.reversed() {
            if let place = hour.places[key] { return place }
        }
        return nil
    }

    mutating func add(_ keys: [KeyDigest], batch: Int64, at time: Timestamp) {
        let number = time.milliseconds / Self.hourMilliseconds
        if hours.last?.number != number { hours.append(Hour(number: number)) }
        for (index, key) in keys.enumerated() {
            hours[hours.count - 1].places[key] = Place(batch: batch, index: index)
        }
        count += keys.count
        while count > Self.keyMaximum, hours.count > 1 { dropFirst() }
    }

    mutating func forget(before time: Timestamp) {
        let number = time.milliseconds / Self.hourMilliseconds
        while let first = hours.first, first.number < number { dropFirst() }
    }

    private mutating func dropFirst() {
        count -= hours.removeFirst().places.count
    }

    private static let hourMilliseconds: Int64 = 3_600_000
}
