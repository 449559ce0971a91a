import HTTP
import Testing

@Suite("Times of connections")
struct TimeTests {
    /// Goes on to `second`; what fires on the way, with its second.
    private func fired(_ wheel: inout TimerWheel, until second: Int) -> [String] {
        var fired: [String] = []
        while let due = wheel.advance(to: second) { fired += due.map { "\($0)@\(wheel.now)" } }
        return fired
    }

    @Test("a deadline fires in its second, not before, and once")
    func fires() {
        var wheel = TimerWheel(now: 1_000)
        for (name, second) in [(1, 1_010), (2, 1_003), (3, 1_010), (4, 1_120)] as [(UInt64, Int)] {
            #expect(wheel.schedule(name, at: second) == second)
        }
        #expect(fired(&wheel, until: 1_009) == ["2@1003"])
        #expect(fired(&wheel, until: 1_010) == ["1@1010", "3@1010"])
        #expect(fired(&wheel, until: 1_500) == ["4@1120"])
    }

    @Test("a deadline that is over fires next, and one beyond the horizon at the horizon")
    func clamped() {
        var wheel = TimerWheel(now: 50)
        #expect(wheel.schedule(1, at: 7) == 51)
        #expect(wheel.schedule(2, at: .max) == 50 + TimerWheel.horizonSeconds)
        #expect(fired(&wheel, until: 500) == ["1@51", "2@170"])
    }

    @Test(
        "a transfer has its grace, then must keep its pace, and never pauses for long",
        arguments: [
            ([], 106), ([(100, 1_023)], 106), ([(100, 2_048)], 108), ([(103, 1 << 20)], 124),
            ([(103, 1 << 20), (120, 1)], 141),
        ] as [([(Int, Int)], Int)])
    func pace(moves: [(Int, Int)], deadline: Int) {
        var pace = Pace(start: 100, grace: 5, limits: Limits())
        for (second, bytes) in moves { pace.moved(bytes, at: second) }
        #expect(pace.deadline == deadline)
    }

    @Test(
        "a date is written as HTTP has it",
        arguments: [
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (1_709_251_199, "Thu, 29 Feb 2024 23:59:59 GMT"),
            (1_709_251_200, "Fri, 01 Mar 2024 00:00:00 GMT"),
            (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
            (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"), (-1, "Thu, 01 Jan 1970 00:00:00 GMT"),
        ] as [(Int64, String)])
    func date(seconds: Int64, text: String) {
        #expect(HTTPDate.text(seconds) == text)
    }
}
