import Domain

extension Books {
    /// Predicts what a command does, compares it with what it did, and books it.
    mutating func audit(
        _ command: Command, _ result: CommandResult, at now: Timestamp
    ) throws(Mismatch) {
        switch command {
        case .reserve(let request): try reserve(request, isSession: false, result, now)
        case .restate(let holder, let request, let precondition):
            if try isStale(precondition, session(of: holder)?.version, result) { return }
            try restate(holder, request, result, now)
        case .reserveOnce(let holder, let request):
            try reserveOnce(holder, request, result, now)
        case .releaseSession(let holder, let precondition):
            if try isStale(precondition, session(of: holder)?.version, result) { return }
            try releaseSession(holder, result, now)
        case .change(_, _, let precondition), .commit(_, _, _, let precondition),
            .ship(_, _, let precondition), .cancel(_, _, let precondition),
            .release(_, let precondition):
            let version = command.reservation.flatMap { current($0.rawValue)?.version }
            if version != nil, try isStale(precondition, version, result) { return }
            try auditReservation(command, result, now)
        case .adjust(let request): try adjust(request, result, now)
        case .transfer(let request): try transfer(request, result)
        case .putItem, .editItem, .deleteItem, .createLocation, .editLocation, .editSettings,
            .setPolicies, .createTenant, .createKey, .deleteKey, .repair, .sweep, .clockMoved:
            try auditCatalog(command, result, now)
        }
    }

    /// A command that names a reservation, which is as the caller expects it.
    private mutating func auditReservation(
        _ command: Command, _ result: CommandResult, _ now: Timestamp
    ) throws(Mismatch) {
        switch command {
        case .change(let id, let change, _): try self.change(id.rawValue, change, result, now)
        case .commit(let id, let order, let deduction, _):
            try commit(id.rawValue, order, deduction, result, now)
        case .ship(let id, let picks, _):
            try dispose(id.rawValue, picks, isShipment: true, result)
        case .cancel(let id, let picks, _):
            try dispose(id.rawValue, picks, isShipment: false, result)
        case .release(let id, _): try release(id.rawValue, result, now)
        case .reserve, .restate, .reserveOnce, .releaseSession, .adjust, .transfer, .putItem,
            .editItem, .deleteItem, .createLocation, .editLocation, .editSettings, .setPolicies,
            .createTenant, .createKey, .deleteKey, .repair, .sweep, .clockMoved:
            throw Mismatch("names no reservation: \(command)")
        }
    }

    /// Whether what is to be changed is not as the caller expects it, which must be refused.
    private func isStale(
        _ precondition: Precondition, _ version: Int64?, _ result: CommandResult
    ) throws(Mismatch) -> Bool {
        guard let conflict = conflict(precondition, version) else { return false }
        try refused(result, conflict)
        return true
    }

    private mutating func auditCatalog(
        _ command: Command, _ result: CommandResult, _ now: Timestamp
    ) throws(Mismatch) {
        switch command {
        case .putItem(let sku, let request, let precondition):
            try putItem(sku, request, precondition, result)
        case .editItem(let sku, let edit, let precondition):
            try editItem(sku, edit, precondition, result)
        case .deleteItem(let sku, let precondition):
            try deleteItem(sku, precondition, result)
        case .createLocation(let request): try createLocation(request, result)
        case .editLocation(let name, let edit, let precondition):
            try editLocation(name, edit, precondition, result)
        case .editSettings(let edit, let precondition):
            try editSettings(edit, precondition, result)
        case .setPolicies(let policies, let precondition):
            if try isStale(precondition, settings.version, result) { return }
            try setPolicies(policies, result)
        case .createKey: try createKey(result)
        case .deleteKey(let id): try deleteKey(id, result)
        case .createTenant, .repair, .sweep, .clockMoved: try auditRest(command, result, now)
        case .reserve, .restate, .reserveOnce, .releaseSession, .change, .commit, .ship, .cancel,
            .release, .adjust, .transfer:
            throw Mismatch("not a command of the catalog: \(command)")
        }
    }

    private func auditRest(
        _ command: Command, _ result: CommandResult, _ now: Timestamp
    ) throws(Mismatch) {
        switch (command, try outcome(result)) {
        case (.createTenant(let request), .tenant(let made, let keys)):
            try agree("plan", found: made.plan, expected: request.plan)
            try agree("keys", found: keys.count, expected: request.keys.count)
        case (.repair(_, let dryRun), .repaired(let movements, let wasDry)):
            try agree("corrections of sound books", found: movements.count, expected: 0)
            try agree("dry run", found: wasDry, expected: dryRun)
        case (.sweep(let limit), .swept(let expiries)):
            try demand(expiries <= limit, "\(expiries) expiries in a sweep of \(limit)")
        case (.clockMoved, .clockMoved(let time)):
            try agree("now", found: time, expected: now)
        case (_, let outcome): throw Mismatch("another outcome: \(outcome)")
        }
    }
}
