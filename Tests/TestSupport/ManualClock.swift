public import Domain
public import Engine
import Synchronization

/// A clock that stands still until it is moved.
public final class ManualClock: Clock {
    private let time: Mutex<Timestamp>

    /// Noon, 1 January 2026, UTC, and 437 ms, so that a comparison in whole seconds shows.
    public static let start = Timestamp(milliseconds: 1_767_268_800_437)

    public init(_ start: Timestamp = ManualClock.start) {
        time = Mutex(start)
    }

    public func now() -> Timestamp { time.withLock { $0 } }

    public func advance(milliseconds: Int64) {
        time.withLock { $0 = Timestamp(milliseconds: $0.milliseconds + milliseconds) }
    }

    public func advance(seconds: Int64) { advance(milliseconds: seconds * 1_000) }

    /// Stands at `time` from now on; an earlier one than it shows is ignored.
    public func set(to time: Timestamp) {
        self.time.withLock { $0 = max($0, time) }
    }
}
