internal import HTTP

/// What the process is about, for its health page and its counters.
@Loop
final class ServerState {
    /// Whether it was told to end: no longer ready for new work.
    var isDraining = false
    /// Answers by status, since the start.
    private(set) var answers: [Int: Int] = [:]
    /// Requests refused because too many were waiting.
    var shedCount = 0

    nonisolated init() {}

    func note(status: Int) { answers[status, default: 0] += 1 }
}
