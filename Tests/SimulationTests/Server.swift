import Domain
import Engine
import SQLiteStore
import Store
import TestSupport

/// Engine, writer and store over one folder, driven by hand instead of by threads.
struct Server {
    let directory: TemporaryDirectory
    let store: FaultyStore
    private let reader: SQLiteReader
    let engine: Engine
    let writer: Writer
    let recorder: Recorder
    let follower: Follower

    init(in directory: TemporaryDirectory, clock: ManualClock, recorder: Recorder) throws {
        self.directory = directory
        self.recorder = recorder
        store = FaultyStore(try SQLiteStore(directory: directory.path))
        reader = try store.base.makeReader(connections: 1)
        let residents = try store.residents()
        let follower = Follower(residents)
        store.follow = { follower.take($0) }
        self.follower = follower
        engine = Engine(residents: residents, clock: clock)
        writer = Writer(
            engine: engine, store: store, presenter: recorder,
            deliver: { recorder.deliver($0, $1) })
    }

    /// Where the books of a tenant do not balance, as a reader sees them.
    func differences(of tenant: ID<Tenant>) throws -> [Difference] {
        try reader.read { try Recount.differences(of: tenant, in: $0) }
    }

    /// What is resident, as a copy of its own.
    var residents: Residents {
        engine.read { residents, _ in copy residents }
    }
}
