import Domain
import Engine
import Store
import TestSupport

/// One seed, one history: a made-up shop, made-up commands, faults, and the auditor beside it.
final class History {
    /// Who has how many commands of a hundred.
    private static let firstTenantPercent: Int64 = 75

    var tally = Tally()
    private(set) var trace = TraceHash()
    var random: SeededGenerator
    let clock = ManualClock()
    let recorder = Recorder()
    var server: Server
    /// By tenant.
    var books: [Int64: Books] = [:]
    var makers: [Int64: CommandMaker] = [:]
    var kept: [KeyDigest: KeptAnswer] = [:]
    var submitted: [UInt64: Submission] = [:]
    var positions: [Int64: Int64] = [:]
    /// Commands with a key that were lost in a crash, to be sent again.
    var lost: [Submission] = []
    private(set) var token: UInt64 = 0
    /// The command that was audited last, for a message.
    var audited = ""

    init(seed: UInt64) throws {
        random = SeededGenerator(seed: seed)
        server = try Server(
            in: TemporaryDirectory(), clock: clock, recorder: recorder)
    }

    /// Runs `commands` commands in batches of 1 to 40, and audits after each batch.
    func run(commands: Int) throws {
        try open()
        var left = commands
        while left > 0 {
            moveClock()
            planFault()
            let batch = makeBatch(min(left, Int(random.number(1...40))))
            left -= batch.count
            try send(batch)
            if random.chance(25) { try tick() }
            if random.chance(4) {
                tally.count("crash between batches", in: .fault)
                try restart()
            }
        }
        try windUp()
        try LogAudit(store: server.store.base).check(positions)
    }

    /// Once faults stop, every expiry is booked, within some rounds of tidying up.
    private func windUp() throws {
        clock.advance(seconds: 31 * 86_400)
        for _ in 0..<100 {
            guard try tick() else { break }
        }
        let open = server.residents.shops.values.filter {
            $0.hasUnbookedExpiries(at: clock.now())
        }
        try agree("tenants with expiries not booked", found: open.count, expected: 0)
        try restart()
    }

    /// Sends a batch down the one road; a crash on the way is followed by a restart.
    func send(_ batch: [Submission]) throws {
        for submission in batch { submitted[submission.token] = submission }
        let hasCrashed = !process(batch)
        try settle(hasCrashed: hasCrashed)
        if hasCrashed { try restart() }
        server.store.forgetPlan()
        try audit()
    }

    /// Whether the process lives on.
    private func process(_ batch: [Submission]) -> Bool {
        do {
            try server.writer.process(batch)
            return true
        } catch {
            return false
        }
    }

    /// Says whether expiries are left.
    @discardableResult
    private func tick() throws -> Bool {
        let before = server.residents.shops.values.reduce(0) {
            $0 + $1.unbookedExpiries(at: clock.now(), limit: .max).count
        }
        let hasMore = try server.writer.tick()
        if before > 0 { tally.count("swept", in: .effect, by: before) }
        try settle(hasCrashed: false)
        try audit()
        return hasMore
    }

    /// Drops everything and opens what a `kill -9` would have left.
    func restart() throws {
        let image = try server.directory.crashImage()
        server = try Server(in: image, clock: clock, recorder: recorder)
        try audit(isRestarted: true)
    }

    /// Memory, database and books agree, and the books balance. What a restart would read is
    /// compared now and then only, because reading it renews what the store has in memory.
    private func audit(isRestarted: Bool = false) throws {
        for tenant in books.keys.sorted() {
            let lapsed = books[tenant]?.lapse(at: clock.now()) ?? 0
            if lapsed > 0 { tally.count("expired", in: .effect, by: lapsed) }
        }
        let residents = server.residents
        let comparison = Comparison(now: clock.now())
        do {
            for (id, shop) in residents.shops.sorted(by: { $0.key < $1.key }) {
                if books[id.rawValue] == nil {
                    let main = shop.location(.code("main"))?.id.rawValue ?? 0
                    books[id.rawValue] = Books(plan: shop.tenant.plan, main: main)
                }
                guard let books = books[id.rawValue] else { continue }
                try comparison.compare(shop, with: books)
                let differences = try server.differences(of: id)
                try agree("differences", found: differences, expected: [])
            }
            guard isRestarted || random.chance(40) else { return }
            try comparison.compare(residents, withStored: try server.store.residents())
            try agree("damage to what is followed", found: server.follower.failure, expected: nil)
            try comparison.compare(residents, withStored: server.follower.residents)
        } catch let error as Mismatch {
            throw Mismatch("\(error)\nlast: \(audited)")
        }
    }

    // MARK: Commands

    func makeBatch(_ count: Int) -> [Submission] {
        var batch = lost
        lost = []
        let tenants = books.keys.sorted().prefix(2)
        for _ in 0..<count {
            let isFirst = random.chance(Self.firstTenantPercent)
            guard let tenant = isFirst ? tenants.first : tenants.last,
                let books = books[tenant], var maker = makers[tenant]
            else { continue }
            let stranger = tenants.first { $0 != tenant }.flatMap { self.books[$0] }
            maker.strangers = stranger?.promises.keys.sorted().suffix(5) ?? []
            let (label, command) = maker.next(books)
            makers[tenant] = maker
            tally.count(label, in: .command)
            if let id = command.reservation, maker.strangers.contains(id.rawValue) {
                tally.count("another tenant's id", in: .fault)
            }
            batch.append(submission(command, of: tenant, key: key(of: tenant, batch)))
        }
        return batch
    }

    /// A new key, one that was used before, or none.
    private func key(of tenant: Int64, _ batch: [Submission]) -> IdempotencyKey? {
        guard random.chance(30) else { return nil }
        let number = random.chance(80) ? UInt64(token) : UInt64(random.number(0...40))
        let digest = KeyDigest(high: UInt64(tenant), low: number)
        let known =
            kept[digest]?.fingerprint
            ?? batch.first { $0.key?.digest == digest }?.key?.fingerprint
        let fingerprint = random.chance(60) ? known : nil
        return IdempotencyKey(digest: digest, fingerprint: fingerprint ?? random.next())
    }

    func submission(
        _ command: Command, of tenant: Int64, key: IdempotencyKey? = nil
    ) -> Submission {
        token += 1
        return Submission(
            tenant: ID(rawValue: tenant), actor: .engine, command: command, key: key,
            form: Recorder.form(token), requestID: "req-\(token)", token: token)
    }

    func note(_ text: String) { trace.add(text) }

    func note(_ bytes: [UInt8]) { trace.add(bytes) }
}
