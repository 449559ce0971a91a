import Store

/// One connection to PostgreSQL. Nothing of it waits beyond a deadline, except that the system may
/// take its own time to look up a host's name.
///
/// Not `Sendable` on purpose: one thread uses it at a time. It must reach the server itself, or a
/// pool that knows prepared statements.
package final class Connection {
    /// Nil once the connection is gone; it never comes back.
    private var wire: Wire?
    private var statements = StatementCache()
    private var flight: Flight?

    /// A pipeline that was sent and not answered yet.
    private struct Flight {
        var expected: [Expected] = []
        let steps: [Step]
        let mayCommit: Bool
        let deadline: Deadline
    }

    /// What the server answers next.
    private enum Expected {
        case forgetting
        case preparation(StatementCache.Key)
        case step(Int)
    }

    /// Connects to a `postgresql://` URL as libpq takes it; encryption, certificates and several
    /// hosts are its own affair.
    package init(url: String, by deadline: Deadline) throws(PostgresError) {
        guard let wire = Wire(url: url) else {
            throw .lost("the address of the database is no postgresql:// URL")
        }
        self.wire = wire
        // Before the first poll, libpq waits to write.
        var progress = Wire.Progress.writing
        while progress != .ready {
            let isReading = progress == .reading
            guard wire.wait(read: isReading, write: !isReading, until: deadline) else {
                throw gone(Self.silence)
            }
            progress = wire.connect()
            if progress == .failed { throw gone(wire.failure) }
        }
        try execute(Self.opening, by: deadline)
    }

    /// Warnings must come through, because one may say that a commit is not on its replicas; a
    /// commit must be on disk; and a process that stands still may not hold locks for good.
    private static let opening = """
        SET client_min_messages = warning;
        SET idle_in_transaction_session_timeout = '10s';
        SELECT set_config('synchronous_commit', 'on', false)
         WHERE current_setting('synchronous_commit') = 'off'
        """

    private static let silence = "the database did not answer within the deadline"

    /// False once the connection is gone.
    package var isOpen: Bool { wire != nil }

    /// Whether a transaction is open.
    package var isInTransaction: Bool { wire.map { $0.transaction != .none } ?? false }

    /// The server's process for this connection, as `pg_stat_activity` knows it; 0 once it is gone.
    package var processID: Int32 { wire?.processID ?? 0 }

    // MARK: Pipelines

    /// Runs the steps one after the other in one round trip, and returns what each answered.
    ///
    /// The first that fails ends them: nothing of the transaction stays, and none is open. Outside
    /// of a transaction they are one by themselves.
    package func run(
        _ steps: [Step], by deadline: Deadline
    ) throws(PostgresError) -> [StepResult] {
        try send(steps, by: deadline)
        return try receive()
    }

    /// The first half of `run`: sends as much as the network takes at once, so that one thread can
    /// keep several connections busy. `receive` must follow.
    package func send(_ steps: [Step], by deadline: Deadline) throws(PostgresError) {
        let wire = try idleWire()
        // Else an error after it would say that nothing stays.
        precondition(
            steps.dropLast().allSatisfy { $0.sql != Step.commit.sql }, "COMMIT is the last step")
        var flight = Flight(
            steps: steps, mayCommit: mayCommit(steps.map(\.sql)), deadline: deadline)
        var isSent = wire.enterPipeline()
        if statements.count + steps.count > StatementCache.maximum, statements.count > 0 {
            statements.removeAll()
            flight.expected.append(.forgetting)
            // A transaction of its own: the next may not begin with what another has seen.
            isSent = isSent && wire.send(command: "DEALLOCATE ALL") && wire.sendSync()
        }
        for (index, step) in steps.enumerated() where isSent {
            let key = StatementCache.Key(step)
            var name = statements.name(key)
            if name == nil {
                let new = statements.add(key)
                name = new
                flight.expected.append(.preparation(key))
                isSent = wire.send(prepare: Step.numbered(step.sql), as: new, types: key.types)
            }
            flight.expected.append(.step(index))
            isSent = isSent && wire.send(prepared: name ?? "", step.parameters)
        }
        self.flight = flight
        guard isSent, wire.sendSync(), wire.flush() != nil else { throw gone(wire.failure) }
    }

    /// The second half of `run`.
    package func receive() throws(PostgresError) -> [StepResult] {
        guard let wire, let flight else { throw .lost("the connection is closed") }
        var results: [StepResult] = []
        var failure: Reply?
        for expected in flight.expected {
            let reply = try replyToOne(after: failure)
            if reply.kind == .failure, failure == nil { failure = reply }
            switch expected {
            case .forgetting: _ = try replyToSync(after: failure)
            case .preparation(let key): if reply.kind != .success { statements.remove(key) }
            case .step(let index) where reply.kind == .success:
                if flight.steps[index].sql == Step.commit.sql, reply.command != "COMMIT" {
                    throw gone("the server did not commit")
                }
                results.append(StepResult(reply))
            case .step: break
            }
        }
        if let reply = try replyToSync(after: failure), failure == nil { failure = reply }
        guard wire.exitPipeline() else { throw gone(wire.failure, after: failure) }
        try finish(failure)
        return results
    }

    /// What one statement answered, to its end.
    private func replyToOne(after failure: Reply?) throws(PostgresError) -> Reply {
        guard let first = try nextReply(after: failure) else {
            throw gone("the server's answers are out of step", after: failure)
        }
        while try nextReply(after: failure ?? first) != nil {}
        return first
    }

    /// The failure of what was done last of all, if it did: constraints may be checked then.
    private func replyToSync(after failure: Reply?) throws(PostgresError) -> Reply? {
        var found: Reply?
        for _ in 0..<4 {
            let reply = try nextReply(after: found ?? failure)
            if reply?.kind == .sync { return found }
            if let reply { found = found ?? reply }
        }
        throw gone("the server's answers are out of step", after: found ?? failure)
    }

    // MARK: Other ways to run statements

    /// Runs a script of statements without parameters, such as a step of the schema. Outside of a
    /// transaction it is one by itself.
    package func execute(_ script: String, by deadline: Deadline) throws(PostgresError) {
        let wire = try idleWire()
        let statements = script.split(separator: ";").map { $0.drop(while: \.isWhitespace) }
        flight = Flight(steps: [], mayCommit: mayCommit(statements), deadline: deadline)
        guard wire.send(script: script) else { throw gone(wire.failure) }
        var failure: Reply?
        while let reply = try nextReply(after: failure) {
            if reply.kind == .failure, failure == nil { failure = reply }
        }
        try finish(failure)
    }

    /// Calls `body` for each row of a query too large to hold; the server may take `silence`
    /// milliseconds for each. When `body` throws, the rest is skipped and the error is passed on.
    package func forEachRow(
        of table: String, _ step: Step, silence: Int64, _ body: (Cursor) throws -> Void
    ) throws {
        let wire = try idleWire()
        func next(after failure: Reply?) throws(PostgresError) -> Reply? {
            flight = Flight(
                steps: [], mayCommit: false, deadline: Deadline(milliseconds: silence))
            return try nextReply(after: failure)
        }
        guard wire.send(rowByRow: Step.numbered(step.sql), step.parameters) else {
            throw gone(wire.failure)
        }
        var failure: Reply?
        var refusal: (any Error)?
        while let reply = try next(after: failure) {
            if reply.kind == .failure, failure == nil { failure = reply }
            guard reply.kind == .row, refusal == nil else { continue }
            do {
                try body(Cursor(reply, row: 0, of: table))
            } catch {
                refusal = error
            }
        }
        try finish(failure)
        // libpq would answer the first step of the next pipeline row by row as well: only a
        // statement outside of one ends that.
        try execute("SELECT", by: Deadline(milliseconds: silence))
        if let refusal { throw refusal }
    }

    // MARK: How an answer is waited for

    private func idleWire() throws(PostgresError) -> Wire {
        guard let wire else { throw .lost("the connection is closed") }
        precondition(flight == nil, "a pipeline is sent before the one under way was received")
        // What the server said while it was asked nothing, or on connecting, is of no commit.
        _ = wire.takeWarnings()
        return wire
    }

    /// Whether running these could make something durable.
    private func mayCommit(_ statements: [some StringProtocol]) -> Bool {
        guard !statements.contains(where: { $0.hasPrefix("COMMIT") }) else { return true }
        let first = statements.first.map { $0.prefix(while: \.isLetter) }
        return !isInTransaction && first != "BEGIN" && first != "ROLLBACK"
    }

    /// The next reply, or nil at a statement's end.
    private func nextReply(after failure: Reply?) throws(PostgresError) -> Reply? {
        guard let wire, let flight else { throw .lost("the connection is closed") }
        while true {
            guard let isUnsent = wire.flush() else { throw gone(wire.failure, after: failure) }
            guard wire.isBusy else { break }
            guard wire.wait(read: true, write: isUnsent, until: flight.deadline) else {
                throw gone(Self.silence, after: failure)
            }
            guard wire.consume() else { throw gone(wire.failure, after: failure) }
        }
        let reply = wire.next()
        guard wire.isAlive else { throw gone(wire.failure, after: failure ?? reply) }
        return reply
    }

    /// Leaves the connection ready for the next; throws what failed.
    private func finish(_ failure: Reply?) throws(PostgresError) {
        guard let wire, let flight else { throw .lost("the connection is closed") }
        self.flight = nil
        let warnings = wire.takeWarnings()
        if let failure {
            let refusal = PostgresError.refused(state: failure.state, message: failure.message)
            // The server has forgotten them, or what they read has another form by now.
            if ["26000", "0A000"].contains(failure.state) { statements.removeAll() }
            if wire.transaction == .failed {
                // Where this fails too, the connection is gone, and with it the transaction.
                try? execute(Step.rollback.sql, by: flight.deadline)
            }
            throw refusal
        }
        if flight.mayCommit, !warnings.isEmpty {
            throw .doubtful(warnings.joined(separator: "; "))
        }
    }

    /// Closes the connection, and says what that means for what was under way.
    private func gone(_ cause: String, after failure: Reply? = nil) -> PostgresError {
        let mayCommit = flight?.mayCommit ?? false
        wire = nil
        flight = nil
        statements.removeAll()
        var text = cause
        if let failure, !failure.state.isEmpty {
            text = "\(failure.message) (SQLSTATE \(failure.state))"
        }
        return mayCommit ? .doubtful(text) : .lost(text)
    }
}
