import API
import Domain
import Engine
import Platform
import Synchronization

/// The server's time: the wall clock at the start, or the latest time that was ever stored,
/// whichever is later; from then on elapsed time. So it never runs backwards, and a wall clock
/// that is set while it runs changes nothing until the next start.
struct ServerClock: Clock {
    private let start: Int64
    private let bootAtStart: Int64

    init(notBefore mark: Timestamp) {
        start = max(SystemClock.wallMilliseconds(), mark.milliseconds)
        bootAtStart = SystemClock.bootMilliseconds()
    }

    func now() -> Timestamp {
        Timestamp(milliseconds: start + SystemClock.bootMilliseconds() - bootAtStart)
    }
}

/// A clock that stands still until it is moved.
final class TestClock: MovableClock {
    private let time: Mutex<Timestamp>

    /// Stands where it stood, or at the wall clock when it is new.
    init(stoodAt mark: Timestamp) {
        let start =
            mark.milliseconds > 0
            ? mark : Timestamp(milliseconds: SystemClock.wallMilliseconds())
        time = Mutex(start)
    }

    func now() -> Timestamp { time.withLock { $0 } }

    /// All processes stand at the same time, whichever of them was moved.
    func heard(of other: Timestamp) { time.withLock { $0 = max($0, other) } }

    func advance(to target: Timestamp) throws(ClockRunsBackwards) {
        let now = time.withLock { time in
            let now = time
            time = max(time, target)
            return now
        }
        guard target >= now else { throw ClockRunsBackwards(now: now) }
    }
}

/// Notices when the wall clock is not where the server's time is, and says so once a jump.
struct ClockWatch {
    private let clock: ServerClock
    private var known: Int64 = 0

    /// Smaller differences are the clock being steered.
    private static let toleratedMilliseconds: Int64 = 1_000

    init(_ clock: ServerClock) {
        self.clock = clock
    }

    /// How many milliseconds the server's time is ahead; nil while nothing has changed.
    mutating func jump() -> Int64? {
        let ahead = clock.now().milliseconds - SystemClock.wallMilliseconds()
        guard abs(ahead - known) > Self.toleratedMilliseconds else { return nil }
        known = ahead
        return ahead
    }
}
