import Domain
import Store

/// Finds the answers to idempotency keys: the newest keys in memory, so that one that is new
/// costs no look-up on disk, and beyond a budget the oldest in a table.
///
/// In memory are the keys of the rows of `answer_batch` after `spilledTo`; those up to it are in
/// `answer_key`, until they are pruned.
struct AnswerIndex {
    /// About 256 MB.
    static let keyMaximum = 8_000_000

    /// Rows whose keys leave the memory or the table once the open transaction is committed.
    struct Departure {
        fileprivate var keys: [(digests: [KeyDigest], batch: Int64)] = []
        fileprivate var spilledTo: Int64?
    }

    private let connection: Connection
    private let keyMaximum: Int
    private var table = AnswerTable()
    private var spilledTo: Int64 = 0

    /// Empty until `load`.
    init(_ connection: Connection, keyMaximum: Int) {
        self.connection = connection
        self.keyMaximum = keyMaximum
    }

    /// Reads the keys of the last 24 hours before `mark`, without their answers.
    mutating func load(since mark: Timestamp) throws(StoreError) {
        let spill = try connection.statement(ColdSQL.spill).rows("answer_spill")
        spilledTo = try spill.first?.integer(0) ?? 0
        let statement = try connection.statement(ColdSQL.answerKeys)
        statement.bind(1, mark.milliseconds - KeptAnswer.lifeSeconds * 1_000)
        statement.bind(2, spilledTo)
        defer { statement.reset() }
        let row = Cursor(statement, of: "answer_batch")
        while try statement.step() {
            let batch = try row.integer(0)
            for (index, key) in try AnswerPacking.digests(try row.blob(1)).enumerated() {
                table.insert(key, at: AnswerTable.Place(batch: batch, index: index))
            }
        }
    }

    /// The places of `answer_batch` where the key may be, the likeliest first.
    func places(of key: KeyDigest) throws(StoreError) -> [AnswerTable.Place] {
        let resident = table.places(of: key)
        guard spilledTo > 0, resident.isEmpty else { return resident }
        let statement = try connection.statement(HotSQL.spilledPlaces)
        statement.bind(1, Int64(bitPattern: key.high))
        defer { statement.reset() }
        var found: [AnswerTable.Place] = []
        while try statement.step() {
            let place = try Cursor(statement, of: "answer_key").integer(0)
            found.append(AnswerTable.Place(number: UInt64(bitPattern: place)))
        }
        return found
    }

    mutating func add(_ answers: [KeptAnswer], batch: Int64) {
        for (index, answer) in answers.enumerated() {
            table.insert(answer.key, at: AnswerTable.Place(batch: batch, index: index))
        }
    }

    /// Writes the oldest keys to the table on disk, within the open transaction, where the `count`
    /// more of the row `batch` would exceed the budget.
    func makeRoom(for count: Int, of batch: Int64) throws(StoreError) -> Departure {
        var departure = Departure()
        var excess = table.count + count - keyMaximum
        guard excess > 0 else { return departure }
        let rows = try connection.statement(HotSQL.oldestAnswers)
        rows.bind(1, spilledTo)
        rows.bind(2, batch)
        defer { rows.reset() }
        let row = Cursor(rows, of: "answer_batch")
        while excess > 0, departure.keys.count < Self.rowsAtOnce, try rows.step() {
            let batch = try row.integer(0)
            let digests = try AnswerPacking.digests(try row.blob(1))
            try write(digests, batch: batch)
            excess -= digests.count
            departure.keys.append((digests, batch))
            departure.spilledTo = batch
        }
        guard let spilledTo = departure.spilledTo else { return departure }
        let spill = try connection.statement(HotSQL.spill)
        spill.bind(1, spilledTo)
        try spill.run()
        return departure
    }

    /// Notes that a row of `answer_batch` is dropped within the open transaction.
    func leave(
        _ digests: [KeyDigest], batch: Int64, _ departure: inout Departure
    ) throws(StoreError) {
        guard batch <= spilledTo else {
            departure.keys.append((digests, batch))
            return
        }
        let delete = try connection.statement(HotSQL.dropSpilled)
        for (index, digest) in digests.enumerated() {
            delete.bind(1, Int64(bitPattern: digest.high))
            delete.bind(2, AnswerTable.Place(batch: batch, index: index).column)
            try delete.run()
        }
    }

    /// The transaction is committed.
    mutating func finish(_ departure: Departure) {
        for (digests, batch) in departure.keys {
            for (index, digest) in digests.enumerated() {
                table.remove(digest, at: AnswerTable.Place(batch: batch, index: index))
            }
        }
        if let last = departure.spilledTo { spilledTo = last }
    }

    private func write(_ digests: [KeyDigest], batch: Int64) throws(StoreError) {
        let insert = try connection.statement(HotSQL.spillKey)
        for (index, digest) in digests.enumerated() {
            insert.bind(1, Int64(bitPattern: digest.high))
            insert.bind(2, AnswerTable.Place(batch: batch, index: index).column)
            try insert.run()
        }
    }

    /// Rows that one batch moves to disk at most.
    private static let rowsAtOnce = 64
}

extension AnswerTable.Place {
    fileprivate var column: Int64 { Int64(bitPattern: number) }
}
