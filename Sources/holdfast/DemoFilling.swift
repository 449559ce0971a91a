import API
import Demo
import Domain
import Engine
import Store
import Synchronization

/// Fills the first tenant with the demo shop, if it is empty, by the same road as everything.
struct DemoFilling {
    private let store: any Store
    private let end: Timestamp

    private static let seed: UInt64 = 2026
    private static let keyName = "demo page"

    init(_ store: any Store, until end: Timestamp) {
        self.store = store
        self.end = end
    }

    /// Answers what is resident afterwards, and a fresh publishable key for the demo's page.
    func fill(_ residents: Residents) throws -> (Residents, demoKey: String) {
        guard let tenant = residents.shops.keys.min() else {
            throw StoreError.corrupt(table: "tenant", key: "first")
        }
        let isEmpty = residents.shops[tenant]?.itemCount == 0
        let old = residents.keys.values.filter { $0.tenant == tenant && $0.name == Self.keyName }
        let clock = ScriptClock()
        let engine = Engine(residents: residents, clock: clock)
        let writer = Writer(
            engine: engine, store: store, presenter: JSONPresenter(), sweeps: false,
            deliver: { _, _ in })
        let key = KeyText(kind: .publishable)
        var script = isEmpty ? DemoShop.script(seed: Self.seed, endingAt: end) : []
        script += old.map { DemoStep(at: end, action: .send(.deleteKey($0.id))) }
        let request = KeyRequest(
            name: Self.keyName, kind: .publishable, digest: key.digest, prefix: key.shownPrefix,
            scopes: [])
        script.append(DemoStep(at: end, action: .send(.createKey(request))))
        for step in script {
            clock.move(to: step.at)
            let command = engine.read { residents, _ in
                residents.shops[tenant].flatMap { step.command(in: $0) }
            }
            guard let command else { continue }
            try writer.process([
                Submission(
                    tenant: tenant, actor: .engine, command: command, requestID: "", token: 0)
            ])
        }
        return (try store.residents(), key.text)
    }
}

/// Stands where the script is.
private final class ScriptClock: Clock {
    private let time = Mutex(Timestamp(milliseconds: 0))

    func now() -> Timestamp { time.withLock { $0 } }

    func move(to next: Timestamp) { time.withLock { $0 = max($0, next) } }
}

/// `holdfast demo`: fills an empty tenant while no server runs.
struct Demo {
    let configuration: Configuration

    init(_ configuration: Configuration) {
        self.configuration = configuration
    }

    func run() {
        let store = Database.open(configuration).store
        do {
            let known = try store.residents()
            let clock = ServerClock(notBefore: known.clockMark)
            let residents = try FirstStart(configuration: configuration, now: clock.now())
                .prepare(store, known)
            let filled = try DemoFilling(store, until: clock.now()).fill(residents).0
            let items = filled.shops.values.map(\.itemCount).max() ?? 0
            print("the shop has \(items) items")
        } catch {
            Database.end(error)
        }
    }
}
