import Platform

/// A moment until which something is waited for; a hand-over of it shares the time that is left.
package struct Deadline: Sendable {
    private let nanoseconds: UInt64

    /// So many milliseconds from now.
    package init(milliseconds: Int64) {
        nanoseconds =
            SystemClock.monotonicNanoseconds() + UInt64(max(milliseconds, 0)) * 1_000_000
    }

    /// What is left, rounded up; zero once it has passed.
    var millisecondsLeft: Int32 {
        let now = SystemClock.monotonicNanoseconds()
        guard now < nanoseconds else { return 0 }
        return Int32(clamping: (nanoseconds - now + 999_999) / 1_000_000)
    }
}
