import Domain
import Store
import TestSupport

extension History {
    /// Two tenants as a first start makes them, then shops that are filled by commands.
    func open() throws {
        let first = TenantRecord.fixture(id: ID(rawValue: 101))
        let second = TenantRecord.fixture(id: ID(rawValue: 201), plan: .free)
        let batch = Batch(
            at: clock.now(),
            tenants: [
                .firstStart(first, main: ID(rawValue: 102)),
                .firstStart(second, main: ID(rawValue: 202)),
            ])
        try server.store.save(batch)
        try restart()
        for id in [first.id.rawValue, second.id.rawValue] {
            makers[id] = CommandMaker(random: SeededGenerator(seed: random.next()))
        }
        try fill(first.id.rawValue, items: 8)
        try fill(second.id.rawValue, items: 9)
    }

    private func fill(_ tenant: Int64, items: Int64) throws {
        let show = LocationRequest(
            code: "show", name: "Showroom", priority: random.number(50...150),
            channels: [Channel("showroom"), .online])
        let depot = LocationRequest(
            code: "depot", name: "Depot", priority: random.number(50...150),
            channels: [.online, Channel("market")])
        var commands: [Command] = [.createLocation(show), .createLocation(depot)]
        for number in 1...items {
            var request = ItemRequest.fixture(
                backorder: number == 3 ? .allow(limit: 5) : .deny,
                components: components(number))
            request.category = number.isMultiple(of: 2) ? "tiles" : nil
            commands.append(.putItem(sku: "P\(number)", request, .none))
        }
        for number in 1...items where components(number).isEmpty {
            for place in ["main", "show", "depot"] {
                let units = AdjustRequest.Amount.setTo(random.number(0...15))
                commands.append(
                    .adjust(.fixture("P\(number)", units, at: place, reason: .initial)))
            }
        }
        try send(commands.map { submission($0, of: tenant) })
        try send(rules(of: tenant).map { submission($0, of: tenant) })
    }

    /// The seventh is 2 P1 and 1 P2, the eighth 1 P2 and 3 P4.
    private func components(_ number: Int64) -> [KitPart] {
        switch number {
        case 7: [KitPart(sku: "P1", quantity: 2), KitPart(sku: "P2", quantity: 1)]
        case 8: [KitPart(sku: "P2", quantity: 1), KitPart(sku: "P4", quantity: 3)]
        default: []
        }
    }

    /// Shares in half of the shops, a holder limit in a third.
    private func rules(of tenant: Int64) -> [Command] {
        guard var maker = makers[tenant], let books = books[tenant] else { return [] }
        defer { makers[tenant] = maker }
        var commands: [Command] = []
        if random.chance(50) { commands.append(.setPolicies(maker.policies(books))) }
        var edit = SettingsEdit()
        if random.chance(33) { edit.holderLimit = .set(random.number(3...8)) }
        if random.chance(33) { edit.sourceSelection = .set(.priority) }
        commands.append(.editSettings(edit, .none))
        return commands
    }

    // MARK: Time and faults

    func moveClock() {
        let expiry = books.values.flatMap { $0.openPromises.compactMap(\.expiresAt) }
            .filter { clock.now() < $0 }.min()
        let roll = random.number(1...100)
        if roll <= 30, let expiry {
            moveClock(to: expiry)
        } else if roll <= 80 {
            clock.advance(milliseconds: random.number(0...5_000))
        } else if roll <= 97 {
            clock.advance(milliseconds: random.number(5_000...400_000))
            tally.count("clock jump", in: .fault)
        } else {
            clock.advance(seconds: random.number(3_600...90_000))
            tally.count("clock jump", in: .fault)
        }
    }

    private func moveClock(to expiry: Timestamp) {
        let offset = random.number(-1...1)
        clock.set(to: Timestamp(milliseconds: expiry.milliseconds + offset))
        switch offset {
        case -1: tally.count("clock 1 ms before an expiry", in: .fault)
        case 0: tally.count("clock at an expiry", in: .fault)
        default: tally.count("clock 1 ms after an expiry", in: .fault)
        }
    }

    func planFault() {
        guard random.chance(10) else { return }
        let fault = random.pick(FaultyStore.Fault.allCases)
        server.store.plan(fault, atSave: Int(random.number(1...3)))
    }
}
