import Domain
import Store

/// What a batch asks for the keys and rows that its commands name.
struct Questions {
    private let needs: Needs
    let steps: [Step]

    init(_ needs: Needs, of tenant: ID<Tenant>, at now: Timestamp) {
        self.needs = needs
        let id = Parameter.integer(tenant.rawValue)
        var steps: [Step] = []
        if !needs.keys.isEmpty {
            let since = now.adding(seconds: -KeptAnswer.lifeSeconds).milliseconds
            steps.append(
                Step(
                    HotSQL.keptAnswers,
                    [id, .blobs(needs.keys.map { AnswerRow.bytes($0) }), .integer(since)]))
        }
        if !needs.reservations.isEmpty {
            let ids = needs.reservations.map(\.rawValue)
            steps.append(Step(HotSQL.reservations, [id, .integers(ids)]))
        }
        if !needs.holders.isEmpty {
            steps.append(Step(HotSQL.soldSessions, [id, .texts(needs.holders.map { $0 })]))
        }
        if !needs.profiles.isEmpty {
            let ids = needs.profiles.map(\.rawValue)
            steps.append(Step(HotSQL.profiles, [id, .integers(ids)]))
        }
        self.steps = steps
    }

    /// `results` are those of `steps`, in order.
    func opening(_ results: ArraySlice<StepResult>) throws(StoreError) -> Opening {
        var rest = results
        var opening = Opening()
        if !needs.keys.isEmpty, let answers = rest.popFirst() {
            for row in try answers.rows("answer") {
                let kept = try AnswerRow.decode(row)
                opening.kept[kept.key] = kept
            }
        }
        for isAsked in [!needs.reservations.isEmpty, !needs.holders.isEmpty] where isAsked {
            guard let rows = rest.popFirst() else { continue }
            for row in try rows.rows("reservation") {
                opening.reservations.append(try ReservationRow.decode(row))
            }
        }
        if !needs.profiles.isEmpty, let profiles = rest.popFirst() {
            for row in try profiles.rows("item") {
                opening.profiles[ID(rawValue: try row.integer(0))] =
                    try ItemRow.profile(row, from: 1)
            }
        }
        return opening
    }
}

/// A tenant's head row.
struct Head {
    /// Batches that were ever committed.
    let revision: Int64
    /// The time of the last.
    let mark: Timestamp

    /// Nil where there is no such tenant.
    static func read(_ result: StepResult) throws(StoreError) -> Head? {
        guard let row = try result.rows("tenant").first else { return nil }
        return Head(
            revision: try row.integer(0), mark: Timestamp(milliseconds: try row.integer(1)))
    }
}

/// Rows of the table `event_batch`, as what others committed.
enum BatchRow {
    /// Batches that one answer tells of.
    static let atOnce: Int64 = 256

    static func step(of tenant: ID<Tenant>, after revision: Int64) -> Step {
        Step(
            HotSQL.others,
            [.integer(tenant.rawValue), .integer(revision), .integer(atOnce)])
    }

    /// - Throws: `StoreError.fatal` where the one after `revision` is kept no longer: who has
    ///   followed so late starts anew.
    static func batches(
        _ result: StepResult, after revision: Int64
    ) throws(StoreError) -> [TenantBatch] {
        var batches: [TenantBatch] = []
        for row in result.cursors("event_batch") {
            guard try row.integer(3) == revision + Int64(batches.count) + 1 else {
                throw .fatal("the log has no revision \(revision + Int64(batches.count) + 1)")
            }
            batches.append(
                TenantBatch(
                    changes: try ChangesCodec.decode(try row.blob(2)),
                    firstPosition: try row.integer(0),
                    entries: try EventEntries.entries(try row.blob(1))))
        }
        return batches
    }
}

/// Rows of the table `answer`.
enum AnswerRow {
    static func bytes(_ key: KeyDigest) -> [UInt8] {
        [key.high, key.low].flatMap { half in
            stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: half >> $0) }
        }
    }

    static func decode(_ row: Row) throws(StoreError) -> KeptAnswer {
        let digest = try row.blob(0)
        guard digest.count == 16 else { throw .corrupt(table: "answer", key: "digest") }
        let halves = [digest[..<8], digest[8...]].map { half in
            half.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        return KeptAnswer(
            key: KeyDigest(high: halves[0], low: halves[1]),
            fingerprint: UInt64(bitPattern: try row.integer(2)),
            answer: Answer(
                status: Int(try row.integer(3)), body: try body(row),
                location: try row.textIfPresent(5), version: try row.integerIfPresent(6)),
            at: Timestamp(milliseconds: try row.integer(1)))
    }

    /// The body itself, or where it stands in the log.
    private static func body(_ row: Row) throws(StoreError) -> [UInt8] {
        if let body = try row.blobIfPresent(4) { return body }
        let position = try row.integer(7)
        let (offset, length) = (Int(try row.integer(8)), Int(try row.integer(9)))
        guard !row.isNull(10),
            let entry = try EventEntries.body(
                try row.blob(11), at: Int(position - (try row.integer(10)))),
            offset >= 0, length >= 0, offset + length <= entry.count
        else { throw .corrupt(table: "event_batch", key: "position \(position)") }
        return Array(entry[offset..<(offset + length)])
    }
}
