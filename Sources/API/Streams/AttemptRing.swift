/// Counts one tenant's attempts to reserve, minute by minute, over the last hour.
struct AttemptRing: Sendable {
    static let minutes = 60

    private var made = Array(repeating: 0, count: minutes)
    private var refused = Array(repeating: 0, count: minutes)
    private var minute: Int64

    /// `minute` is counted by any clock that never goes back.
    init(minute: Int64) {
        self.minute = minute
    }

    mutating func note(refused isRefused: Bool, minute: Int64) {
        advance(to: minute)
        made[slot(of: self.minute)] += 1
        if isRefused { refused[slot(of: self.minute)] += 1 }
    }

    /// How many attempts of the last hour were refused, 0 to 1; 0 where there was none.
    mutating func failureRate(minute: Int64) -> Double {
        advance(to: minute)
        let all = made.reduce(0, +)
        return all == 0 ? 0 : Double(refused.reduce(0, +)) / Double(all)
    }

    /// Empties the minutes that have passed since the last call.
    private mutating func advance(to minute: Int64) {
        guard minute > self.minute else { return }
        let passed = min(minute - self.minute, Int64(Self.minutes))
        for step in 0..<passed {
            made[slot(of: minute - step)] = 0
            refused[slot(of: minute - step)] = 0
        }
        self.minute = minute
    }

    private func slot(of minute: Int64) -> Int { Int(minute % Int64(Self.minutes)) }
}
