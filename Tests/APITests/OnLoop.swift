import HTTP
import Synchronization

/// Runs tests of what lives on the loop, one after the other: the thread of the test is the loop.
enum OnLoop {
    private static let turn = Mutex(())

    static func run<Result: Sendable>(_ body: @Loop () throws -> Result) rethrows -> Result {
        try turn.withLock { _ in try Loop.enter(body) }
    }
}
