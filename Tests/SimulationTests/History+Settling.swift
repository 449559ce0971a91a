import Domain
import Engine
import Store
import TestSupport

extension History {
    /// Audits what was decided, in the order of the answers. After a crash, also what was
    /// committed and never answered.
    func settle(hasCrashed: Bool) throws(Mismatch) {
        let (decisions, replies, published) = recorder.take()
        var open: [UInt64: Recorder.Decision] = [:]
        for decision in decisions { open[decision.token] = decision }
        for reply in replies {
            guard let submission = submitted.removeValue(forKey: reply.token) else { continue }
            let decision = open.removeValue(forKey: reply.token)
            try settle(submission, reply, decision)
        }
        try follow(published)
        guard hasCrashed else { return }
        let isCommitted = server.store.happened == .crashAfterCommit
        tally.count(
            isCommitted ? "crash after the commit" : "fatal error before the commit", in: .fault)
        for decision in decisions where open[decision.token] != nil {
            guard isCommitted, let submission = submitted[decision.token] else { continue }
            try book(decision, of: submission)
        }
        if isCommitted { catchUp() }
        lost = submitted.keys.sorted().compactMap { submitted[$0] }.filter { $0.key != nil }
            .prefix(5).map { submission($0.command, of: $0.tenant.rawValue, key: $0.key) }
        if !lost.isEmpty { tally.count("retry after a crash", in: .fault, by: lost.count) }
        submitted = [:]
    }

    private func settle(
        _ submission: Submission, _ reply: Reply, _ decision: Recorder.Decision?
    ) throws(Mismatch) {
        let known = submission.key.flatMap { kept[$0.digest] }.flatMap { kept in
            clock.now() < kept.at.adding(seconds: 86_400) ? kept : nil
        }
        audited = "\(submission.command)"
        switch reply.result {
        case .answer(let answer):
            guard let decision else { throw Mismatch("answered without a decision: \(audited)") }
            try demand(known == nil, "decided again under the same key: \(audited)")
            try agree("answer", found: answer, expected: decision.answer)
            try book(decision, of: submission)
        case .replay(let answer):
            guard let known else { throw Mismatch("a replay of nothing: \(audited)") }
            try agree("replay", found: answer, expected: known.answer)
            try agree(
                "fingerprint", found: submission.key?.fingerprint, expected: known.fingerprint)
            tally.count("answer replayed", in: .fault)
            note(answer.body)
        case .keyReused:
            guard let known else { throw Mismatch("a key that was never used: \(audited)") }
            let isOther = submission.key?.fingerprint != known.fingerprint
            try demand(isOther, "the same request was taken for another: \(audited)")
            tally.count("key reused", in: .fault)
            note("reused")
        case .unavailable:
            let isFault = [.refused, .rowDamaged].contains(server.store.happened)
            try demand(isFault, "unavailable without a fault: \(audited)")
            tally.count("save refused", in: .fault)
            note("unavailable")
        }
    }

    /// Lets the auditor predict the command, and keeps what is replayed later.
    private func book(
        _ decision: Recorder.Decision, of submission: Submission
    ) throws(Mismatch) {
        let tenant = submission.tenant.rawValue
        guard var books = books[tenant] else { return }
        let lapsed = books.lapse(at: clock.now())
        if lapsed > 0 { tally.count("expired", in: .effect, by: lapsed) }
        do {
            try books.audit(submission.command, decision.result, at: clock.now())
        } catch {
            throw Mismatch("\(error)\nin: \(submission.command)\ndid: \(decision.result)")
        }
        self.books[tenant] = books
        audited = "\(submission.command)"
        count(decision.result)
        if case .reserveOnce = submission.command,
            case .success(.reservation(let reservation, false)) = decision.result,
            !reservation.isOpen
        {
            tally.count("asked for again when sold and gone", in: .effect)
        }
        note(decision.answer.body)
        if let key = submission.key, decision.answer.isKept {
            kept[key.digest] = KeptAnswer(
                key: key.digest, fingerprint: key.fingerprint, answer: decision.answer,
                at: clock.now())
        }
    }

    private func count(_ result: CommandResult) {
        switch result {
        case .failure(let rejection):
            for label in rejection.labels { tally.count(label, in: .refusal) }
        case .success(.adjusted(_, let preempted, false)):
            for loss in preempted {
                let isPaid = loss.order != nil
                tally.count(isPaid ? "short" : "preempted", in: .effect)
            }
        case .success(.reservation(let reservation, let isNew)): count(reservation, isNew)
        case .success: break
        }
    }

    private func count(_ reservation: Reservation, _ isNew: Bool) {
        if reservation.replaces != nil, isNew {
            let isSold = reservation.state == .committed
            tally.count(isSold ? "late commit" : "renewed", in: .effect)
        }
        for line in reservation.lines where reservation.state == .active {
            if line.backordered > 0 { tally.count("backordered", in: .effect) }
            if line.quantity < line.requested { tally.count("granted in part", in: .effect) }
            if !line.parts.isEmpty { tally.count("kit held", in: .effect) }
            let places = Set(line.sources.map(\.location))
            if places.count > 1 { tally.count("split over locations", in: .effect) }
        }
    }

    /// Positions follow each other without a gap, per tenant.
    private func follow(_ published: [Published]) throws(Mismatch) {
        for part in published {
            let last = positions[part.tenant.rawValue] ?? 0
            try agree("first position", found: part.firstPosition, expected: last + 1)
            positions[part.tenant.rawValue] = last + Int64(part.entries.count)
            note("\(part.tenant.rawValue) \(part.firstPosition) \(part.entries.count)")
            for entry in part.entries { note(entry.type) }
        }
    }

    /// Positions of a batch that was committed and published to nobody.
    private func catchUp() {
        guard let stored = try? server.store.residents() else { return }
        for (tenant, position) in stored.positions { positions[tenant.rawValue] = position }
    }
}

extension Answer {
    /// The rule of which answers are kept under a key: what the engine decided, but for what
    /// changed nothing and may change.
    var isKept: Bool { status < 300 || [402, 409, 422].contains(status) }
}
