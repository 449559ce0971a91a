internal import HTTP

/// What the process is about, for its health page and its counters.
@Loop
final class ServerState {
    /// Whether it was told to end: no longer ready for new work.
    var isDraining = false
    /// How often each status was answered since the start; its index is the status.
    private var counts = [Int](repeating: 0, count: 600)
    /// Requests refused because too many were waiting.
    var shedCount = 0

    nonisolated init() {}

    /// The statuses that were answered since the start, in order, and how often.
    var answers: [(status: Int, count: Int)] {
        counts.enumerated().filter { $0.element > 0 }.map { (status: $0.offset, count: $0.element) }
    }

    func note(status: Int) { counts[status] += 1 }
}
