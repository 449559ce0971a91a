import Domain
import Store

extension Writer {
    /// Decides one tenant's commands in order, over one snapshot of its shop.
    func decide(
        _ submissions: [Submission], of tenant: ID<Tenant>, _ round: inout Round
    ) throws(StoreError) {
        guard let shop = engine.shop(tenant, at: round.now) else {
            for submission in submissions { round.reply(.unavailable, to: submission) }
            return
        }
        let (position, lastID) = engine.read { residents, _ in
            (residents.positions[tenant] ?? 0, residents.lastID)
        }
        let last = max(lastID, round.batch.tenants.last?.changes.lastID ?? 0)
        let needs = needs(of: submissions, in: shop)
        let loaded = needs.isEmpty ? Loaded() : try store.load(needs, of: tenant)
        var draft = Draft(
            shop: shop, now: round.now, ids: IDSequence(last: last),
            loaded: loaded.reservations, profiles: loaded.profiles)
        for submission in submissions { try decide(submission, in: shop, &draft, &round) }
        let changes = draft.changes()
        let entries = changes.events.enumerated().map { index, event in
            round.entry(
                for: event, at: (tenant, position + 1 + Int64(index)), by: presenter,
                names: draft)
        }
        round.add(changes, entries, after: position)
    }

    private func decide(
        _ submission: Submission, in shop: Shop, _ draft: inout Draft, _ round: inout Round
    ) throws(StoreError) {
        if let key = submission.key, let kept = try kept(key.digest, round) {
            let isSame = kept.fingerprint == key.fingerprint
            round.reply(isSame ? .replay(kept.answer) : .keyReused, to: submission)
            return
        }
        let command = try completed(submission, shop)
        if case .clockMoved = command { round.storesTime = true }
        let result = unknownKey(submission) ?? draft.decide(command, by: submission.actor)
        let answer = presenter.answer(to: result, of: submission, names: draft)
        if let key = submission.key, answer.isKept {
            round.keep(
                KeptAnswer(
                    key: key.digest, fingerprint: key.fingerprint, answer: answer,
                    at: round.now))
        }
        round.reply(.answer(answer), to: submission)
        if case .success(.reservation(let reservation, _)) = result,
            submission.form == .canonical
        {
            round.note(answer, about: reservation, key: submission.key?.digest)
        }
    }

    private func kept(_ key: KeyDigest, _ round: Round) throws(StoreError) -> KeptAnswer? {
        if let kept = round.keptAnswer(key) { return kept }
        return try store.keptAnswer(key, at: round.now)
    }

    /// The command with what only the store can tell: what a repair came with was found before,
    /// and its items are recounted as they are now.
    private func completed(
        _ submission: Submission, _ shop: Shop
    ) throws(StoreError) -> Command {
        guard case .repair(let found, let dryRun) = submission.command else {
            return submission.command
        }
        let items = Set(found.map(\.item)).filter { shop.stock($0) != nil }.sorted()
        let suspects = items.prefix(Engine.repairMaximum).map {
            Suspect(item: $0, reservations: shop.promises(of: $0))
        }
        let differences = try store.differences(of: submission.tenant, among: suspects)
        return .repair(differences, dryRun: dryRun)
    }

    /// The refusal of a key that the tenant does not have.
    private func unknownKey(_ submission: Submission) -> Result<Outcome, Rejection>? {
        guard case .deleteKey(let id) = submission.command else { return nil }
        let isKnown = engine.read { residents, _ in
            residents.keys.contains { $0.value.id == id && $0.value.tenant == submission.tenant }
        }
        return isKnown ? nil : .failure(.keyNotFound)
    }

    // MARK: Loading

    /// The rows that commands name and that are not resident.
    private func needs(of submissions: [Submission], in shop: Shop) -> Needs {
        var reservations: Set<ID<Reservation>> = []
        var holders: [String] = []
        var profiles: Set<ID<Item>> = []
        for submission in submissions {
            if case .reserveOnce(let holder, _) = submission.command { holders.append(holder) }
            if let id = submission.command.reservation, shop.reservation(id) == nil {
                reservations.insert(id)
            }
            if let sku = submission.command.editedSKU, let item = shop.item(sku) {
                profiles.insert(item)
            }
        }
        return Needs(reservations: reservations, holders: holders, profiles: profiles)
    }
}

extension Command {
    /// The item whose text the decision needs.
    fileprivate var editedSKU: String? {
        switch self {
        case .putItem(let sku, _, _), .editItem(let sku, _, _): sku
        case .reserve, .restate, .reserveOnce, .releaseSession, .change, .commit, .ship, .cancel,
            .release, .adjust, .transfer, .deleteItem, .createLocation, .editLocation,
            .editSettings, .setPolicies, .createTenant, .createKey, .deleteKey, .repair, .sweep,
            .clockMoved:
            nil
        }
    }
}

extension Answer {
    /// What the engine decided is kept under an idempotency key, refusals included; what changed
    /// nothing and may change (404, 412) is not.
    fileprivate var isKept: Bool {
        (200...299).contains(status) || status == 409 || status == 422 || status == 402
    }
}

extension Presenter {
    fileprivate func answer(
        to result: Result<Outcome, Rejection>, of submission: Submission,
        names: borrowing some Names
    ) -> Answer {
        switch result {
        case .success(let outcome):
            answer(to: outcome, form: submission.form, names: names)
        case .failure(let rejection):
            answer(
                to: rejection, form: submission.form, requestID: submission.requestID,
                names: names)
        }
    }
}
