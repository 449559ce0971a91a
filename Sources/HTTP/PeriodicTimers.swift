/// What is to be done every so often. There are few of these, so a list will do.
@Loop
struct PeriodicTimers {
    private struct Timer {
        let interval: Int64
        var next: Int64
        let body: @Loop () -> Void
    }

    private var timers: [Timer] = []

    nonisolated init() {}

    /// When something is to be done next, nil if never.
    var next: Int64? { timers.lazy.map(\.next).min() }

    mutating func add(every interval: Int64, from now: Int64, _ body: @escaping @Loop () -> Void) {
        precondition(interval > 0, "a timer of \(interval) ms never rests")
        timers.append(Timer(interval: interval, next: now + interval, body: body))
    }

    /// Returns what is due. What was missed is due once, not once for each time.
    mutating func take(at now: Int64) -> [@Loop () -> Void] {
        var due: [@Loop () -> Void] = []
        for index in timers.indices where timers[index].next <= now {
            timers[index].next = now + timers[index].interval
            due.append(timers[index].body)
        }
        return due
    }
}
