/// How long a transfer may take: a time of grace, then a byte rate, and never a long silence.
package struct Pace {
    private let start: Int
    private let grace: Int
    private let bytesPerSecond: Int
    private let stall: Int
    private var bytes = 0
    private var last: Int

    package init(start: Int, grace: Int, limits: Limits) {
        self.start = start
        self.grace = grace
        bytesPerSecond = limits.paceBytesPerSecond
        stall = limits.stallSeconds
        last = start
    }

    package mutating func moved(_ count: Int, at now: Int) {
        bytes += count
        last = now
    }

    /// The second by which more must have moved.
    package var deadline: Int { min(start + grace + bytes / bytesPerSecond, last + stall) + 1 }
}
