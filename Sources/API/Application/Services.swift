internal import Domain
internal import Engine
internal import Store

/// What the routes work with. Made once.
final class Services: Sendable {
    let engine: Engine
    let configuration: APIConfiguration
    /// 16 bytes that stay with the database: they key hashes and sign cursors.
    let secret: [UInt8]
    /// Present where the clock stands still until a test moves it.
    let testClock: (any MovableClock)?
    let hub: Hub
    let state: ServerState
    let log: Log

    init(
        engine: Engine, configuration: APIConfiguration, secret: [UInt8],
        testClock: (any MovableClock)?, hub: Hub, state: ServerState, log: Log
    ) {
        self.engine = engine
        self.configuration = configuration
        self.secret = secret
        self.testClock = testClock
        self.hub = hub
        self.state = state
        self.log = log
    }
}
