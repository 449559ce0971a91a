import Domain
import Engine
import SQLiteStore
import Store
import TestSupport
import Testing

/// Engine, writer and a real database in a folder of its own, driven by hand.
final class Server {
    let clock = ManualClock()
    let directory: TemporaryDirectory
    let store: FaultyStore
    let witness: Witness
    let engine: Engine
    let writer: Writer
    let inbox = Inbox()
    /// Why transactions were lost, in order.
    let losses = Losses()
    private var lastToken: UInt64 = 0

    static let first = TenantRecord.fixture(id: .fixture(1))
    static let second = TenantRecord.fixture(id: .fixture(2))
    static let actor = Actor.key(.fixture(9))

    /// Two tenants, each with `P` 10 and `Q` 10 at `main`.
    init(sweeps: Bool = true) throws {
        directory = try TemporaryDirectory()
        store = FaultyStore(try SQLiteStore(directory: directory.path))
        try store.base.save(
            Batch(
                at: clock.now(),
                tenants: [
                    .firstStart(Self.first, main: .fixture(11)),
                    .firstStart(Self.second, main: .fixture(12)),
                ]))
        witness = Witness(store)
        engine = Engine(residents: try store.residents(), clock: clock)
        let (inbox, losses) = (inbox, losses)
        writer = Writer(
            engine: engine, store: witness, presenter: PlainPresenter(), sweeps: sweeps,
            noteLoss: { losses.note($0) },
            noteDamage: { losses.note("damaged: \($0) \($1)") },
            deliver: { inbox.deliver($0, $1) })
        for tenant in [Self.first, Self.second] {
            for sku in ["P", "Q"] {
                try process([
                    submission(.putItem(sku: sku, .fixture(), .none), tenant),
                    submission(.adjust(.fixture(sku, .setTo(10))), tenant),
                ])
            }
        }
        witness.forget()
    }

    func submission(
        _ command: Command, _ tenant: TenantRecord = Server.first, key: IdempotencyKey? = nil
    ) -> Submission {
        lastToken += 1
        return Submission(
            tenant: tenant.id, actor: Self.actor, command: command, key: key,
            requestID: "request \(lastToken)", token: lastToken)
    }

    /// Processes submissions as one list; what each was told, in their order.
    @discardableResult
    func process(_ submissions: [Submission]) throws -> [Reply.Result] {
        try writer.process(submissions)
        let results = inbox.results()
        return try submissions.map { try #require(results[$0.token]) }
    }

    @discardableResult
    func process(_ command: Command, key: IdempotencyKey? = nil) throws -> Reply.Result {
        try #require(try process([submission(command, key: key)]).first)
    }

    /// What is resident, in a form that can be compared.
    func resident() -> Picture { engine.read { residents, _ in Picture(residents) } }

    /// What the database says is resident.
    func rebuilt() throws -> Picture { Picture(try store.residents()) }

    /// Where the books do not balance, as a reader sees them.
    func differences() throws -> [Difference] {
        try store.base.makeReader(connections: 1).read { snapshot in
            try Recount.differences(of: Self.first.id, in: snapshot)
        }
    }

    func level(_ sku: String, of tenant: TenantRecord = Server.first) -> Quantities {
        engine.read { residents, _ in
            let shop = residents.shops[tenant.id]
            return shop?.item(sku).flatMap { shop?.stock($0)?.levels.first?.quantities } ?? .zero
        }
    }
}

extension Reply.Result {
    /// The answer that was given, for the first time or again.
    var answer: Answer? {
        switch self {
        case .answer(let answer), .replay(let answer): answer
        case .keyReused, .unavailable: nil
        }
    }

    var status: Int? { answer?.status }

    /// How it was told, in a word.
    var word: String {
        switch self {
        case .answer: "answer"
        case .replay: "replay"
        case .keyReused: "key reused"
        case .unavailable: "unavailable"
        }
    }

    /// The answer's body as text.
    var text: String { String(decoding: answer?.body ?? [], as: UTF8.self) }
}

extension IdempotencyKey {
    static func fixture(_ key: UInt64, request: UInt64 = 1) -> IdempotencyKey {
        IdempotencyKey(digest: KeyDigest(high: key, low: ~key), fingerprint: request)
    }
}

extension Command {
    static func reserve(_ units: Int64, _ sku: String = "P", ttl: Int64? = nil) -> Command {
        .reserve(.fixture([(sku: sku, quantity: units)], ttlSeconds: ttl))
    }
}
