/// Deadlines of many connections, to the second. Setting one costs an append.
///
/// A deadline cannot be taken back: its owner looks, when it fires, whether it still stands.
package struct TimerWheel {
    /// The farthest deadline; later ones fire then and are to be set again.
    package static let horizonSeconds = 120

    private var slots: [[UInt64]] = Array(repeating: [], count: 128)
    package private(set) var now: Int

    package init(now: Int) { self.now = now }

    /// Has `name` fire at `second`, though no earlier than the next one and no later than the
    /// horizon.
    ///
    /// - Returns: the second at which it will fire.
    package mutating func schedule(_ name: UInt64, at second: Int) -> Int {
        let second = min(max(second, now + 1), now + Self.horizonSeconds)
        slots[second & 127].append(name)
        return second
    }

    /// Goes on by one second at most.
    ///
    /// - Returns: what was due in it, or nil when `second` is reached.
    package mutating func advance(to second: Int) -> [UInt64]? {
        guard now < second else { return nil }
        now += 1
        let due = slots[now & 127]
        slots[now & 127] = []
        return due
    }
}
