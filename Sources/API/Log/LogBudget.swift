/// How many lines the log takes: many at once, few for long. What it does not take is counted.
///
/// Times are milliseconds since 1970; a clock that is set back costs lines, never more.
struct LogBudget: Sendable {
    /// Lines at once, after a rest.
    static let burst: Int64 = 1_000
    /// Lines a second from then on.
    static let rate: Int64 = 20
    /// The time between two reports of what was left out.
    static let reportMilliseconds: Int64 = 1_000

    /// Thousandths of a line.
    private var milliLines = burst * 1_000
    private var filledAt: Int64 = 0
    private var reportedAt: Int64 = 0
    private(set) var leftOut = 0

    /// Returns whether there is a line left; otherwise counts it as left out.
    mutating func take(at now: Int64) -> Bool {
        let rest = min(max(0, now - filledAt), Self.burst * 1_000)
        milliLines = min(Self.burst * 1_000, milliLines + rest * Self.rate)
        filledAt = now
        guard milliLines >= 1_000 else {
            leftOut += 1
            return false
        }
        milliLines -= 1_000
        return true
    }

    /// Counts lines that were taken and got lost.
    mutating func leaveOut(_ count: Int) { leftOut += count }

    /// How many lines were left out since the last report; nil where there were none, or where
    /// that was less than a second ago. `isLast`: no later report will come.
    mutating func report(at now: Int64, isLast: Bool = false) -> Int? {
        guard leftOut > 0 else { return nil }
        guard isLast || abs(now - reportedAt) >= Self.reportMilliseconds else { return nil }
        reportedAt = now
        defer { leftOut = 0 }
        return leftOut
    }
}
