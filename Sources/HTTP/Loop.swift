// Tells the compiler what a check at run time has found: one of the files that may say `unsafe`.

/// The one thread on which all connections live. What is marked `@Loop` runs there, one thing
/// after the other, and needs no lock.
@globalActor
public actor Loop {
    public static let shared = Loop()
    /// Tasks that start with `executorPreference: Loop.executor` stay on the loop's thread.
    public static let executor = LoopExecutor()

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe Loop.executor.asUnownedSerialExecutor()
    }

    /// Makes the calling thread the loop's and runs `body` on it. Once in a process.
    public nonisolated static func enter<Result: Sendable>(
        _ body: @Loop () throws -> Result
    ) rethrows -> Result {
        executor.bindToCurrentThread()
        return try assumeIsolated(body)
    }

    /// Runs `body` now, in code that is on the loop without the compiler knowing it.
    public nonisolated static func assumeIsolated<Result: Sendable>(
        _ body: @Loop () throws -> Result
    ) rethrows -> Result {
        executor.checkIsolated()
        return try withoutActuallyEscaping(body) { body in
            try unsafe unsafeBitCast(body, to: (() throws -> Result).self)()
        }
    }
}
