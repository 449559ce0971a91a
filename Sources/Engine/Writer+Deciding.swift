import Domain
import Store

extension Writer {
    /// Decides one tenant's commands in order, over one snapshot of its shop, and then books at
    /// most `limit` of its expiries. Answers how many.
    func decide(
        _ submissions: ArraySlice<Submission>, of tenant: ID<Tenant>, sweeping limit: Int,
        _ round: inout Round
    ) throws(StoreError) -> Int {
        guard let shop = engine.shop(tenant, at: round.now) else {
            for submission in submissions { round.reply(.unavailable, to: submission) }
            return 0
        }
        let (position, lastID) = engine.read { residents, _ in
            (residents.positions[tenant] ?? 0, residents.lastID)
        }
        let last = max(lastID, round.batch.tenants.last?.changes.lastID ?? 0)
        let (loaded, damage) = try load(for: submissions, of: tenant, in: shop)
        var draft = Draft(
            shop: shop, now: round.now, ids: IDSequence(last: last),
            loaded: loaded.reservations, profiles: loaded.profiles)
        for submission in submissions {
            do throws(StoreError) {
                try decide(submission, in: shop, damage[submission.token], &draft, &round)
            } catch .corrupt(let table, let key) {
                noteDamage(table, key)
                round.reply(.unavailable, to: submission)
            }
        }
        let swept = Self.sweep(limit, &draft)
        let changes = draft.changes()
        let entries =
            changes.catalog.isEmpty
            ? entries(of: changes, after: position, &round, names: shop)
            : entries(of: changes, after: position, &round, names: draft)
        round.add(changes, entries, after: position)
        return swept
    }

    private static func sweep(_ limit: Int, _ draft: inout Draft) -> Int {
        guard limit > 0,
            case .success(.swept(let expiries)) = draft.decide(.sweep(limit: limit), by: .engine)
        else { return 0 }
        return expiries
    }

    private func entries(
        of changes: Changes, after position: Int64, _ round: inout Round, names: some Names
    ) -> [LogEntry] {
        changes.events.enumerated().map { index, event in
            round.entry(
                for: event, at: (changes.tenant, position + 1 + Int64(index)), by: presenter,
                names: names)
        }
    }

    /// `damage`: why what the command names could not be read. Whatever throws comes first, so
    /// that a command that fails has changed nothing.
    private func decide(
        _ submission: Submission, in shop: Shop, _ damage: StoreError?, _ draft: inout Draft,
        _ round: inout Round
    ) throws(StoreError) {
        if let key = submission.key, let kept = try kept(key.digest, round) {
            let isSame = kept.fingerprint == key.fingerprint
            round.reply(isSame ? .replay(kept.answer) : .keyReused, to: submission)
            return
        }
        if let damage { throw damage }
        if case .clockMoved = submission.command { round.storesTime = true }
        let cap = submission.isCapped ? shop.settings.displayCap : nil
        let result = try result(of: submission, in: shop, &draft).mapError { $0.capped(at: cap) }
        // What a draft names beside its shop it has made itself; to hand it on would copy it.
        let answer =
            submission.command.changesCatalog
            ? presenter.answer(to: result, of: submission, names: draft)
            : presenter.answer(to: result, of: submission, names: shop)
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

    private func result(
        of submission: Submission, in shop: Shop, _ draft: inout Draft
    ) throws(StoreError) -> Result<Outcome, Rejection> {
        switch submission.command {
        case .repair(let found, let dryRun):
            let differences = try differences(of: submission.tenant, among: found, in: shop)
            return draft.decide(.repair(differences, dryRun: dryRun), by: submission.actor)
        case .deleteKey(let id) where !isKnown(id, of: submission.tenant):
            return .failure(.keyNotFound)
        case let command: return draft.decide(command, by: submission.actor)
        }
    }

    private func kept(_ key: KeyDigest, _ round: Round) throws(StoreError) -> KeptAnswer? {
        if let kept = round.keptAnswer(key) { return kept }
        return try store.keptAnswer(key, at: round.now)
    }

    /// What a repair came with was found before: its items are recounted as they are now.
    private func differences(
        of tenant: ID<Tenant>, among found: [Difference], in shop: Shop
    ) throws(StoreError) -> [Difference] {
        let items = Set(found.map(\.item)).filter { shop.stock($0) != nil }.sorted()
        let suspects = items.prefix(Engine.repairMaximum).map {
            Suspect(item: $0, reservations: shop.promises(of: $0))
        }
        return try store.differences(of: tenant, among: suspects)
    }

    private func isKnown(_ id: ID<APIKey>, of tenant: ID<Tenant>) -> Bool {
        engine.read { residents, _ in
            residents.keys.contains { $0.value.id == id && $0.value.tenant == tenant }
        }
    }

    // MARK: Loading

    /// What the commands name and is not resident. Where a row is damaged, each command's rows
    /// are read for themselves, so that only those who name it, by token, go without.
    private func load(
        for submissions: ArraySlice<Submission>, of tenant: ID<Tenant>, in shop: Shop
    ) throws(StoreError) -> (Loaded, damage: [UInt64: StoreError]) {
        do throws(StoreError) {
            let needs = needs(of: submissions, in: shop)
            return (needs.isEmpty ? Loaded() : try store.load(needs, of: tenant), [:])
        } catch .corrupt {
            var loaded = Loaded()
            var damage: [UInt64: StoreError] = [:]
            for submission in submissions {
                do throws(StoreError) {
                    let own = try store.load(needs(of: [submission], in: shop), of: tenant)
                    loaded.reservations += own.reservations
                    loaded.profiles.merge(own.profiles) { first, _ in first }
                } catch .corrupt(let table, let key) {
                    damage[submission.token] = .corrupt(table: table, key: key)
                }
            }
            return (loaded, damage)
        }
    }

    /// The rows that commands name and that are not resident.
    private func needs(of submissions: ArraySlice<Submission>, in shop: Shop) -> Needs {
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
