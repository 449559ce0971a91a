extension Draft {
    /// Decides one command. A refusal changes nothing but expiries that it came upon, which had
    /// happened anyway.
    public mutating func decide(
        _ command: Command, by actor: Actor
    ) -> Result<Outcome, Rejection> {
        self.actor = actor
        defer { raiseAlerts() }
        do throws(Rejection) {
            return .success(try outcome(of: command))
        } catch {
            return .failure(error)
        }
    }

    private mutating func outcome(of command: Command) throws(Rejection) -> Outcome {
        switch command {
        case .reserve(let request): .reservation(try reserve(request), isNew: true)
        case .restate(let holder, let request, let precondition):
            try restate(holder, request, precondition)
        case .reserveOnce(let holder, let request): try reserveOnce(holder, request)
        case .releaseSession(let holder, let precondition):
            try releaseSession(holder, precondition)
        case .change, .commit, .ship, .cancel, .release: try reservationOutcome(of: command)
        case .adjust(let request): try adjust(request)
        case .transfer(let request): .transferred(try transfer(request))
        case .repair(let differences, let dryRun): repair(differences, dryRun: dryRun)
        case .sweep(let limit): .swept(expiries: sweep(limit: limit))
        case .clockMoved: .clockMoved(now)
        case .putItem, .editItem, .deleteItem, .createLocation, .editLocation, .editSettings,
            .setPolicies, .createTenant, .createKey, .deleteKey:
            try catalogOutcome(of: command)
        }
    }

    /// Of a command that names a reservation: it must be there, and as the caller expects it.
    private mutating func reservationOutcome(of command: Command) throws(Rejection) -> Outcome {
        switch command {
        case .change(let id, let change, let precondition):
            try check(precondition, id)
            return try self.change(id, change)
        case .commit(let id, let order, let deduction, let precondition):
            try check(precondition, id)
            return try commit(id, order: order, deduction: deduction)
        case .ship(let id, let picks, let precondition):
            try check(precondition, id)
            return .reservation(try dispose(id, picks, .ship), isNew: false)
        case .cancel(let id, let picks, let precondition):
            try check(precondition, id)
            return .reservation(try dispose(id, picks, .cancel), isNew: false)
        case .release(let id, let precondition):
            try check(precondition, id)
            return .reservation(try release(id), isNew: false)
        case .reserve, .restate, .reserveOnce, .releaseSession, .adjust, .transfer, .putItem,
            .editItem, .deleteItem, .createLocation, .editLocation, .editSettings, .setPolicies,
            .createTenant, .createKey, .deleteKey, .repair, .sweep, .clockMoved:
            preconditionFailure("names no reservation: \(command)")
        }
    }

    private func check(
        _ precondition: Precondition, _ id: ID<Reservation>
    ) throws(Rejection) {
        // What is changed is the one that took its place, if one did.
        guard let reservation = current(id) else { throw .reservationNotFound }
        try check(precondition, reservation.version(at: now))
    }

    private mutating func catalogOutcome(of command: Command) throws(Rejection) -> Outcome {
        switch command {
        case .putItem(let sku, let request, let precondition):
            try putItem(sku, request, precondition)
        case .editItem(let sku, let edit, let precondition):
            try editItem(sku, edit, precondition)
        case .deleteItem(let sku, let precondition): try deleteItem(sku, precondition)
        case .createLocation(let request): try createLocation(request)
        case .editLocation(let name, let edit, let precondition):
            try editLocation(name, edit, precondition)
        case .editSettings(let edit, let precondition): try editSettings(edit, precondition)
        case .setPolicies(let policies, let precondition): try setPolicies(policies, precondition)
        case .createTenant(let request): createTenant(request)
        case .createKey(let request): createKey(request)
        case .deleteKey(let id): deleteKey(id)
        case .reserve, .restate, .reserveOnce, .releaseSession, .change, .commit, .ship, .cancel,
            .release, .adjust, .transfer, .repair, .sweep, .clockMoved:
            preconditionFailure("not a command of the catalog: \(command)")
        }
    }
}

extension Command {
    /// Whether it changes what is sold, where, or by which rules. Such a command is decided in a
    /// batch of its own, because others are decided by what it changes.
    public var changesCatalog: Bool {
        switch self {
        case .putItem, .editItem, .deleteItem, .createLocation, .editLocation, .editSettings,
            .setPolicies, .createTenant, .createKey, .deleteKey, .repair, .clockMoved:
            true
        case .reserve, .restate, .reserveOnce, .releaseSession, .change, .commit, .ship, .cancel,
            .release, .adjust, .transfer, .sweep:
            false
        }
    }

    /// The reservation that it names.
    public var reservation: ID<Reservation>? {
        switch self {
        case .change(let id, _, _), .commit(let id, _, _, _), .ship(let id, _, _),
            .cancel(let id, _, _), .release(let id, _):
            id
        case .reserve, .restate, .reserveOnce, .releaseSession, .adjust, .transfer, .putItem,
            .editItem, .deleteItem, .createLocation, .editLocation, .editSettings, .setPolicies,
            .createTenant, .createKey, .deleteKey, .repair, .sweep, .clockMoved:
            nil
        }
    }
}
