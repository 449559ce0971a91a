import Domain
import Engine
import SQLiteStore
import Store
import TestSupport
import Testing

/// Two processes over one database, driven by hand: two tenants, each with `P` 10.
final class SharedShop {
    final class Process {
        let clock: ManualClock
        let store: SharedStore
        let engine: Engine
        let writer: Writer
        let inbox = Inbox()
        private var lastToken: UInt64 = 0

        init(_ database: SharedDatabase) throws {
            clock = ManualClock()
            store = database.makeStore()
            engine = Engine(residents: try store.residents(), clock: clock)
            let inbox = inbox
            writer = Writer(
                engine: engine, store: store, presenter: PlainPresenter(),
                deliver: { inbox.deliver($0, $1) })
        }

        @discardableResult
        func process(
            _ commands: [(Command, TenantRecord, IdempotencyKey?)]
        ) throws -> [Reply.Result] {
            let submissions = commands.map { command, tenant, key in
                lastToken += 1
                return Submission(
                    tenant: tenant.id, actor: Server.actor, command: command, key: key,
                    requestID: "request \(lastToken)", token: lastToken)
            }
            try writer.process(submissions)
            let results = inbox.results()
            return try submissions.map { try #require(results[$0.token]) }
        }

        @discardableResult
        func process(_ command: Command, key: IdempotencyKey? = nil) throws -> Reply.Result {
            try #require(try process([(command, Server.first, key)]).first)
        }

        /// The reservation that its last batch wrote.
        func lastMade() throws -> ID<Reservation> {
            try #require(
                store.saved.last?.tenants.first?.changes.reservations.first
            ).reservation.id
        }

        func level(of tenant: TenantRecord = Server.first) -> Quantities {
            engine.read { residents, _ in
                let shop = residents.shops[tenant.id]
                return shop?.item("P").flatMap { shop?.stock($0)?.levels.first?.quantities }
                    ?? .zero
            }
        }

        func resident() -> Picture { engine.read { residents, _ in Picture(residents) } }
    }

    let directory: TemporaryDirectory
    let first: Process
    let second: Process

    init() throws {
        directory = try TemporaryDirectory()
        let base = try SQLiteStore(directory: directory.path)
        try base.save(
            Batch(
                at: ManualClock.start,
                tenants: [
                    .firstStart(Server.first, main: .fixture(11)),
                    .firstStart(Server.second, main: .fixture(12)),
                ]))
        let database = SharedDatabase(base)
        let maker = try Process(database)
        for tenant in [Server.first, Server.second] {
            try maker.process([(.putItem(sku: "P", .fixture(), .none), tenant, nil)])
            try maker.process([(.adjust(.fixture("P", .setTo(10))), tenant, nil)])
        }
        first = try Process(database)
        second = try Process(database)
    }

    /// What the database says is resident.
    func rebuilt() throws -> Picture { Picture(try first.store.residents()) }
}
