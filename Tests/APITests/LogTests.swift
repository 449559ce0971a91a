import Domain
import JSON
import Synchronization
import Testing

@testable import API

@Suite("The log")
struct LogTests {
    /// A log over a list, at a time that the test sets.
    private final class Stand: Sendable {
        private struct State {
            var lines: [String] = []
            var room = Int.max
            var now: Int64 = 1_795_599_000_125
        }

        private let state = Mutex(State())

        var lines: [String] { state.withLock { $0.lines } }

        func makeLog(_ depth: Log.Depth = .refusals) -> Log {
            Log(
                depth,
                post: { line in
                    self.state.withLock { state in
                        guard state.room > 0 else { return false }
                        state.room -= 1
                        state.lines.append(String(decoding: line, as: UTF8.self))
                        return true
                    }
                },
                stop: { last in
                    let lines = String(decoding: last, as: UTF8.self).split(separator: "\n")
                    self.state.withLock { $0.lines += lines.map { "\($0)\n" } }
                }, now: { self.state.withLock { $0.now } })
        }

        func pass(milliseconds: Int64) { state.withLock { $0.now += milliseconds } }

        func setRoom(_ lines: Int) { state.withLock { $0.room = lines } }

        /// How many lines each kind is said to lack.
        var leftOut: [String] {
            lines.compactMap { line in
                line.firstRange(of: "left out\",\"")
                    .map { String(line[$0.upperBound...].dropLast(2)) }
            }
        }
    }

    private static func refuse(_ log: Log, _ count: Int, _ kind: Log.Kind = .refusals) {
        for _ in 0..<count { log.write(kind, .info, "a request was refused") { _ in } }
    }

    @Test("a line is one JSON object with its time in UTC, its level, a constant and fields")
    func line() {
        let stand = Stand()
        stand.makeLog()(.warning, "the clock was set", ["ahead_ms": "7"])
        let line = """
            {"time":"2026-11-25T09:30:00.125Z","level":"warning",\
            "message":"the clock was set","ahead_ms":"7"}

            """
        #expect(stand.lines == [line])
    }

    @Test("what the system says cannot begin a line of its own")
    func injection() throws {
        let stand = Stand()
        let cause = "a\r\n{\"level\":\"info\"}\u{0}\u{1B}[2J"
        stand.makeLog()(.error, "it failed", ["cause": cause])
        let bytes = Array(try #require(stand.lines.first).utf8)
        #expect(bytes.last == 0x0A)
        #expect(bytes.dropLast().allSatisfy { $0 >= 0x20 })
        _ = try JSONReader(Array(bytes.dropLast()))
    }

    @Test(
        "each depth includes those before it",
        arguments: [
            (.errors, [.failures]), (.refusals, [.strangers, .refusals, .failures]),
            (.all, [.strangers, .refusals, .failures, .answers]),
        ] as [(Log.Depth, [Log.Kind])])
    func depths(depth: Log.Depth, kinds: [Log.Kind]) {
        let log = Stand().makeLog(depth)
        #expect(Log.Kind.allCases.filter(log.wants) == kinds)
    }

    @Test("of a flood a thousand lines are written, twenty a second, and how many were left out")
    func flood() {
        let stand = Stand()
        let log = stand.makeLog()
        Self.refuse(log, 5_000)
        #expect(stand.lines.count == 1_000)
        log.reportLeftOut()
        #expect(stand.leftOut == [#"kind":"refusals","count":4000"#])
        stand.pass(milliseconds: 999)
        Self.refuse(log, 100)
        log.reportLeftOut()
        #expect(stand.lines.count == 1_001 + 19)
        stand.pass(milliseconds: 1)
        log.reportLeftOut()
        #expect(stand.leftOut.last == #"kind":"refusals","count":81"#)
        stand.pass(milliseconds: 1_000)
        log.reportLeftOut()
        #expect(stand.leftOut.count == 2)
    }

    @Test("a flood of one kind takes no line from another")
    func apart() {
        let stand = Stand()
        let log = stand.makeLog()
        Self.refuse(log, 2_000, .strangers)
        Self.refuse(log, 5, .refusals)
        log(.error, "it failed")
        #expect(stand.lines.count == 1_000 + 5 + 1)
        #expect(stand.lines.last?.contains("it failed") == true)
    }

    @Test("a clock that is set back a day neither lets a flood through nor ends the log")
    func setBack() {
        let stand = Stand()
        let log = stand.makeLog()
        Self.refuse(log, 1_000)
        stand.pass(milliseconds: -86_400_000)
        Self.refuse(log, 10)
        #expect(stand.lines.count == 1_000)
        log.reportLeftOut()
        stand.pass(milliseconds: 1_000)
        Self.refuse(log, 30)
        #expect(stand.lines.count == 1_000 + 1 + 20)
    }

    @Test("lines that find no room are counted, however many are wanted, and so is the count")
    func noRoom() {
        let stand = Stand()
        let log = stand.makeLog(.all)
        stand.setRoom(3)
        Self.refuse(log, 1_500, .answers)
        #expect(stand.lines.count == 3)
        log.reportLeftOut()
        stand.setRoom(1)
        stand.pass(milliseconds: 1_000)
        log.reportLeftOut()
        #expect(stand.leftOut == [#"kind":"answers","count":1497"#])
    }

    @Test("the end of the log says what was left out since the last report, room or none")
    func end() {
        let stand = Stand()
        let log = stand.makeLog()
        Self.refuse(log, 1_001)
        log.reportLeftOut()
        Self.refuse(log, 2)
        stand.setRoom(0)
        log.stop()
        #expect(
            stand.leftOut == [#"kind":"refusals","count":1"#, #"kind":"refusals","count":2"#])
    }

    @Test(
        "a refusal's code is read from its body, in the form that its path has",
        arguments: [
            (#"{"detail":"say \"code\":\"no\"","code":"not_found"}"#, false, "not_found"),
            (#"{"success":false,"error":"not_found"}"#, true, "not_found"),
            (#"{"errors":[{"code":"x"}]}"#, false, nil), (#"{"code":7}"#, false, nil),
            ("", false, nil), ("<html>", false, nil),
        ] as [(String, Bool, String?)])
    func code(body: String, isDoor: Bool, code: String?) {
        let found = OnLoop.run {
            Application.code(in: Array(body.utf8), isDoor: isDoor)
        }
        #expect(found == code)
    }

    @Test(
        "what is ours and what is theirs",
        arguments: [
            (200, 0, true, .answers), (201, 999, false, .answers), (200, 1_000, true, .failures),
            (404, 0, true, .refusals), (401, 0, false, .strangers), (404, 1_000, true, .failures),
            (500, 0, true, .failures), (503, 0, false, .failures),
            // What a client asks of HTTP that this server does not do.
            (501, 0, false, .strangers), (505, 0, false, .strangers),
        ] as [(Int, Int64, Bool, Log.Kind)])
    func kind(status: Int, milliseconds: Int64, isKnown: Bool, kind: Log.Kind) {
        let found = OnLoop.run {
            Application.kind(of: status, after: milliseconds, isKnown: isKnown)
        }
        #expect(found == kind)
    }
}
