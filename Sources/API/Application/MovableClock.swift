public import Domain
public import Engine

/// A clock that stands still until a test moves it.
public protocol MovableClock: Clock {
    /// Moves the clock forward to `time`.
    ///
    /// - Throws: `ClockRunsBackwards` where that would be in the past.
    func advance(to time: Timestamp) throws(ClockRunsBackwards)
}

/// A test asked for a time before the present one.
public struct ClockRunsBackwards: Error, Equatable, Sendable {
    public let now: Timestamp

    public init(now: Timestamp) {
        self.now = now
    }
}
