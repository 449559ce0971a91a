// Wraps the C library's clocks: one of the few files that may say `unsafe`.
internal import Glibc

/// The machine's clocks. Nothing else in the project reads the time.
public enum SystemClock {
    /// Milliseconds since 1970 in UTC. May jump, forwards and backwards.
    public static func wallMilliseconds() -> Int64 {
        let time = read(CLOCK_REALTIME)
        return Int64(time.tv_sec) &* 1_000 &+ Int64(time.tv_nsec) / 1_000_000
    }

    /// Milliseconds since the machine started, its sleep included. Never goes back.
    public static func bootMilliseconds() -> Int64 {
        let time = read(CLOCK_BOOTTIME)
        return Int64(time.tv_sec) &* 1_000 &+ Int64(time.tv_nsec) / 1_000_000
    }

    /// Nanoseconds since some moment in the past, for measuring. Never goes back.
    public static func monotonicNanoseconds() -> UInt64 {
        let time = read(CLOCK_MONOTONIC)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }

    /// Milliseconds of the same clock, up to 4 ms late, for a tenth of the price.
    public static func coarseMilliseconds() -> Int64 {
        let time = read(CLOCK_MONOTONIC_COARSE)
        return Int64(time.tv_sec) &* 1_000 &+ Int64(time.tv_nsec) / 1_000_000
    }

    private static func read(_ clock: clockid_t) -> timespec {
        var time = timespec()
        let result = unsafe clock_gettime(clock, &time)
        precondition(result == 0, "clock \(clock) cannot be read")
        return time
    }
}
