package import Domain

/// A believable small shop that was open for sixty days, made by a seeded generator: the same
/// seed and the same end give the same history.
package enum DemoShop {
    package static let days = 60

    /// All that happened, in order of time; each step has a millisecond of its own.
    package static func script(seed: UInt64, endingAt end: Timestamp) -> [DemoStep] {
        var history = DemoHistory(seed: seed, endingAt: end)
        history.open()
        for day in 0...days { history.trade(day: day) }
        history.close()
        return history.steps
    }
}
