internal import Domain
internal import Engine
internal import HTTP
internal import Store

/// A request that waits until the process has seen a position of the event log.
struct PositionWait {
    let position: Int64
    /// Milliseconds of the loop's clock.
    let deadline: Int64
    let exchange: Exchange
    let context: Context
    let reply: ReplyContext

    /// Requests that may wait at once.
    static let maximum = 1_024
    /// The longest wait, in milliseconds.
    static let longest: Int64 = 5_000
}

extension Application {
    /// Whether the request may go on now.
    ///
    /// - Throws: where `Holdfast-Min-Position` is not a position, or too many wait.
    func waits(
        _ context: Context, _ exchange: Exchange, _ reply: ReplyContext
    ) throws(Problem) -> Bool {
        guard let text = context.request.header("holdfast-min-position") else { return false }
        guard let position = Int64(text), position >= 0, String(position) == text else {
            throw .parameter("Holdfast-Min-Position", "It must be a position of the event log.")
        }
        guard self.position(of: context.tenant) < position else { return false }
        guard waiting.count < PositionWait.maximum else { throw .overloaded }
        waiting.append(
            PositionWait(
                position: position, deadline: Self.milliseconds() + PositionWait.longest,
                exchange: exchange, context: context, reply: reply))
        return true
    }

    func resumeWaiting(now: Int64) {
        guard !waiting.isEmpty else { return }
        let all = waiting
        waiting = []
        for wait in all {
            if position(of: wait.context.tenant) >= wait.position {
                var reply = wait.reply
                // It is not slow because it was told to wait.
                reply.startedAt = now
                perform(wait.context, wait.exchange, reply)
            } else if wait.deadline <= now {
                refuse(wait.exchange, .positionNotReached, wait.reply)
            } else {
                waiting.append(wait)
            }
        }
    }

    private func position(of tenant: ID<Tenant>) -> Int64 {
        services.engine.read { residents, _ in residents.positions[tenant] ?? 0 }
    }
}

extension Problem {
    static let positionNotReached = Problem(
        .unavailable, "The position of Holdfast-Min-Position was not reached within 5 seconds.",
        retryAfter: 1)
}
