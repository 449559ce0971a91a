import Domain
import SQLiteStore
import Store
import TestSupport
import Testing

/// Answers under idempotency keys: kept for 24 hours, to the byte, across restarts.
@Suite("Kept answers")
struct KeptAnswerTests {
    private let folder: TemporaryDirectory
    private static let answers = [
        Sample.answer(1, at: Sample.now, body: #"{"id":"a"}"#),
        Sample.answer(2, at: Sample.now, body: ""),
        KeptAnswer(
            key: KeyDigest(high: .max, low: 0), fingerprint: .max,
            answer: Answer(status: 409, body: [0, 255, 10]), at: Sample.now),
    ]
    private static let life = KeptAnswer.lifeSeconds * 1_000

    init() throws {
        folder = try TemporaryDirectory()
        try SQLiteStore(directory: folder.path)
            .save(Batch(at: Sample.now, answers: Self.answers))
    }

    private func reopened() throws -> SQLiteStore {
        let store = try SQLiteStore(directory: folder.path)
        _ = try store.residents()
        return store
    }

    @Test("an answer is kept until the last millisecond of its 24 hours", arguments: answers)
    func life(answer: KeptAnswer) throws {
        let store = try reopened()
        let last = Timestamp(milliseconds: Sample.now.milliseconds + Self.life - 1)
        let after = Timestamp(milliseconds: Sample.now.milliseconds + Self.life)
        #expect(try store.keptAnswer(answer.key, at: Sample.now) == answer)
        #expect(try store.keptAnswer(answer.key, at: last) == answer)
        #expect(try store.keptAnswer(answer.key, at: after) == nil)
    }

    @Test("tidying drops an answer at 24 hours and not a millisecond before")
    func pruning() throws {
        let store = try reopened()
        let last = Timestamp(milliseconds: Sample.now.milliseconds + Self.life - 1)
        try store.prune(at: last, limit: 100)
        #expect(try store.keptAnswer(Self.answers[0].key, at: last) == Self.answers[0])
        #expect(try store.count("answer_batch") == 1)
        try store.prune(at: Timestamp(milliseconds: last.milliseconds + 1), limit: 100)
        #expect(try store.keptAnswer(Self.answers[0].key, at: last) == nil)
        #expect(try store.count("answer_batch") == 0)
    }

    @Test("a key that nobody sent has no answer")
    func unknown() throws {
        let store = try reopened()
        #expect(try store.keptAnswer(KeyDigest(high: 1, low: 1), at: Sample.now) == nil)
    }

    @Test("a batch without answers keeps none, and one after it keeps its own")
    func later() throws {
        let store = try reopened()
        try store.save(Batch(at: Sample.now))
        let later = Timestamp(milliseconds: Sample.now.milliseconds + Self.life - 10)
        let answer = Sample.answer(3, at: later)
        try store.save(Batch(at: later, answers: [answer]))
        try store.prune(at: Timestamp(milliseconds: later.milliseconds + 20), limit: 100)
        #expect(try store.keptAnswer(Self.answers[0].key, at: later) == nil)
        #expect(try store.keptAnswer(answer.key, at: later) == answer)
    }

    @Test("an answer whose body stands in the log comes back from there, to the byte")
    func echoes() throws {
        let open = try OpenShop()
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
}
