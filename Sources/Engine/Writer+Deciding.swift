import Domain
import Store

extension Writer {
    /// Decides one tenant's commands in order, over one snapshot of its shop, and then books at
    /// most `limit` of its expiries. Answers how many.
    func decide(
        _ submissions: ArraySlice<Submission>, of tenant: ID<Tenant>, sweeping limit: Int,
        _ round: inout Round
    ) throws(StoreError) -> Int {
        let (opening, damage) = try open(tenant, for: submissions, &round)
        guard let shop = engine.shop(tenant, at: round.now) else {
            for submission in submissions { round.reply(.unavailable, to: submission) }
            return 0
        }
        let (position, lastID) = engine.read { residents, _ in
            (residents.positions[tenant] ?? 0, residents.lastID)
        }
        let last = max(lastID, round.batch.tenants.last?.changes.lastID ?? 0)
        var draft = Draft(
            shop: shop, now: round.now, ids: IDSequence(last: last),
            loaded: opening.reservations, profiles: opening.profiles)
        for submission in submissions {
            do throws(StoreError) {
                let kept = submission.key.flatMap { opening.kept[$0.digest] }
                try decide(submission, kept, in: shop, damage[submission.token], &draft, &round)
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

    /// `kept`: the answer to its key from earlier batches. `damage`: why what the command names
    /// could not be read. Whatever throws comes first, so that a command that fails has changed
    /// nothing.
    private func decide(
        _ submission: Submission, _ kept: KeptAnswer?, in shop: Shop, _ damage: StoreError?,
        _ draft: inout Draft, _ round: inout Round
    ) throws(StoreError) {
        if let key = submission.key, let kept = round.keptAnswer(key.digest) ?? kept {
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
        var place: Int?
        if let key = submission.key, answer.isKept {
            place = round.keep(
                KeptAnswer(
                    key: key.digest, fingerprint: key.fingerprint, answer: answer,
                    at: round.now))
        }
        round.reply(.answer(answer), to: submission)
        if case .success(.reservation(let reservation, _)) = result,
            submission.form == .canonical
        {
            round.note(answer, about: reservation, kept: place)
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

    // MARK: Opening

    /// Begins the tenant's batch: what others have committed is taken over first, because it may
    /// have changed what is resident. `damage` says, by token, whose rows cannot be read.
    private func open(
        _ tenant: ID<Tenant>, for submissions: ArraySlice<Submission>, _ round: inout Round
    ) throws(StoreError) -> (Opening, damage: [UInt64: StoreError]) {
        let needs = needs(of: submissions, of: tenant, at: round.now)
        var damage: [UInt64: StoreError] = [:]
        var opening = Opening()
        do throws(StoreError) {
            opening = try open(tenant, needs, &round)
        } catch .corrupt {
            // Each command's rows are read for themselves, so that only those who name it go
            // without.
            for submission in submissions {
                do throws(StoreError) {
                    try open(tenant, for: submission, into: &opening, &round)
                } catch .corrupt(let table, let key) {
                    damage[submission.token] = .corrupt(table: table, key: key)
                }
            }
        }
        if store.isShared {
            // What others committed may have closed what was resident.
            let rest = self.needs(of: submissions, of: tenant, at: round.now).rows(except: needs)
            if !rest.isEmpty { opening.add(try open(tenant, rest, &round)) }
        }
        return (opening, damage)
    }

    private func open(
        _ tenant: ID<Tenant>, _ needs: Needs, _ round: inout Round
    ) throws(StoreError) -> Opening {
        let opening = try store.open(tenant, for: needs, at: round.now)
        round.begin(notBefore: opening.mark)
        takeOver(opening.others)
        return opening
    }

    /// The answer before the rows: it is given again, though they cannot be read any more.
    private func open(
        _ tenant: ID<Tenant>, for submission: Submission, into opening: inout Opening,
        _ round: inout Round
    ) throws(StoreError) {
        let all = needs(of: [submission], of: tenant, at: round.now)
        opening.add(try open(tenant, Needs(keys: all.keys), &round))
        opening.add(try open(tenant, all.rows(except: Needs()), &round))
    }

    /// What commands name and is not resident.
    private func needs(
        of submissions: ArraySlice<Submission>, of tenant: ID<Tenant>, at now: Timestamp
    ) -> Needs {
        let shop = engine.shop(tenant, at: now)
        var reservations: Set<ID<Reservation>> = []
        var holders: [String] = []
        var profiles: Set<ID<Item>> = []
        for submission in submissions {
            if case .reserveOnce(let holder, _) = submission.command { holders.append(holder) }
            if let id = submission.command.reservation, shop?.reservation(id) == nil {
                reservations.insert(id)
            }
            if let sku = submission.command.editedSKU, let item = shop?.item(sku) {
                profiles.insert(item)
            }
        }
        return Needs(
            keys: submissions.compactMap { $0.key?.digest }, reservations: reservations,
            holders: holders, profiles: profiles)
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
