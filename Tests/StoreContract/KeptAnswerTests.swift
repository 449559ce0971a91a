import Domain
import Store
import TestSupport
import Testing

/// Answers under idempotency keys: kept for 24 hours, to the byte, across restarts.
@Suite("Kept answers")
struct KeptAnswerTests {
    private static let answers = [
        Sample.answer(1, at: Sample.now, body: #"{"id":"a"}"#),
        Sample.answer(2, at: Sample.now, body: ""),
        KeptAnswer(
            key: KeyDigest(high: .max, low: 0), fingerprint: .max,
            answer: Answer(status: 409, body: [0, 255, 10]), at: Sample.now),
    ]
    private static let life = KeptAnswer.lifeSeconds * 1_000

    /// A store that gave the answers, opened again.
    private func reopened(_ kind: StoreKind) throws -> OpenShop {
        let open = try OpenShop(
            kind.fixture(), holding: Batch(at: Sample.now, answers: Self.answers))
        try open.reopen()
        _ = try open.store.residents()
        return open
    }

    @Test(
        "an answer is kept until the last millisecond of its 24 hours",
        arguments: StoreKind.available, answers)
    func life(kind: StoreKind, answer: KeptAnswer) throws {
        let open = try reopened(kind)
        let last = Timestamp(milliseconds: Sample.now.milliseconds + Self.life - 1)
        let after = Timestamp(milliseconds: Sample.now.milliseconds + Self.life)
        #expect(try open.store.keptAnswer(answer.key, at: Sample.now) == answer)
        #expect(try open.store.keptAnswer(answer.key, at: last) == answer)
        #expect(try open.store.keptAnswer(answer.key, at: after) == nil)
    }

    @Test(
        "tidying drops an answer at 24 hours and not a millisecond before",
        arguments: StoreKind.available)
    func pruning(kind: StoreKind) throws {
        let open = try reopened(kind)
        let last = Timestamp(milliseconds: Sample.now.milliseconds + Self.life - 1)
        try open.store.prune(at: last, limit: 100)
        #expect(try open.store.keptAnswer(Self.answers[0].key, at: last) == Self.answers[0])
        #expect(try open.count("answer_batch") == 1)
        try open.store.prune(at: Timestamp(milliseconds: last.milliseconds + 1), limit: 100)
        #expect(try open.store.keptAnswer(Self.answers[0].key, at: last) == nil)
        #expect(try open.count("answer_batch") == 0)
    }

    @Test("a key that nobody sent has no answer", arguments: StoreKind.available)
    func unknown(kind: StoreKind) throws {
        let open = try reopened(kind)
        #expect(try open.store.keptAnswer(KeyDigest(high: 1, low: 1), at: Sample.now) == nil)
    }

    @Test(
        "a batch without answers keeps none, and one after it keeps its own",
        arguments: StoreKind.available)
    func later(kind: StoreKind) throws {
        let open = try reopened(kind)
        try open.store.save(Batch(at: Sample.now))
        let later = Timestamp(milliseconds: Sample.now.milliseconds + Self.life - 10)
        let answer = Sample.answer(3, at: later)
        try open.store.save(Batch(at: later, answers: [answer]))
        try open.store.prune(at: Timestamp(milliseconds: later.milliseconds + 20), limit: 100)
        #expect(try open.store.keptAnswer(Self.answers[0].key, at: later) == nil)
        #expect(try open.store.keptAnswer(answer.key, at: later) == answer)
    }

    @Test(
        "an answer whose body stands in the log comes back from there, to the byte",
        arguments: StoreKind.available)
    func echoes(kind: StoreKind) throws {
        let open = try OpenShop(kind)
        let entries = ["a", #"{"x":{"id":"ü"}}"#, "b"].map {
            LogEntry(type: "reservation.created", body: Array($0.utf8))
        }
        try open.save(entries: entries)
        let second = Answer(status: 201, body: Array(#"{"id":"ü"}"#.utf8), location: "/p")
        let kept = (1...2).map { key in
            KeptAnswer(
                key: KeyDigest(high: 1, low: key), fingerprint: key, answer: second,
                at: OpenShop.start,
                echo: LogPlace(tenant: OpenShop.tenant.id, position: key == 1 ? 5 : 9, offset: 5))
        }
        try open.save(entries: entries, answers: [kept[0]])
        try open.save(answers: [kept[1]])
        try open.reopen()
        _ = try open.store.residents()
        let found = try open.store.keptAnswer(kept[0].key, at: OpenShop.start)
        #expect(found?.answer == second)
        let lost = StoreError.corrupt(table: "event_batch", key: "answers 2, position 9")
        #expect(throws: lost) { try open.store.keptAnswer(kept[1].key, at: OpenShop.start) }
    }

    @Test(
        "keys that share half of their digest have each their own answer",
        arguments: StoreKind.available)
    func parts(kind: StoreKind) throws {
        let open = try OpenShop(kind)
        let answers = [
            Answer(status: 201, body: [0, 255], location: "/v1/reservations/ü", version: 0),
            Answer(status: 409, body: []),
            Answer(status: 200, body: [1], location: nil, version: .max),
        ]
        let kept = answers.enumerated().map { index, answer in
            KeptAnswer(
                key: KeyDigest(high: .max, low: UInt64(index)), fingerprint: .max - 1,
                answer: answer, at: OpenShop.start)
        }
        try open.save(answers: kept)
        try open.reopen()
        _ = try open.store.residents()
        for answer in kept {
            // Half of the digest is the same for all three: the other half tells them apart.
            #expect(try open.store.keptAnswer(answer.key, at: OpenShop.start) == answer)
        }
    }

    @Test(
        "a key that is used again after its 24 hours has the new answer",
        arguments: StoreKind.available)
    func again(kind: StoreKind) throws {
        let open = try OpenShop(kind)
        let first = KeptAnswer.fixture(1)
        let time = Timestamp.start(plus: Self.life)
        let second = KeptAnswer(
            key: first.key, fingerprint: 2, answer: Answer(status: 200, body: [2]), at: time)
        try open.save(answers: [first])
        try open.save(at: time, answers: [second])
        #expect(try open.store.keptAnswer(first.key, at: time) == second)
        try open.store.prune(at: time, limit: 10)
        #expect(try open.store.keptAnswer(first.key, at: time) == second)
    }
}
