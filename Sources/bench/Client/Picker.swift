/// Chooses items, the same ones in every run.
struct Picker {
    /// Drawn beforehand, because a draw must cost next to nothing while time is measured.
    private let draws: [UInt32]
    private var position = 0

    /// Always item 0.
    static let hot = Picker(draws: [0])

    /// Each of `count` items equally often.
    static func uniform(_ count: Int) -> Picker {
        var random = SeededGenerator(seed: 1)
        return Picker(draws: (0..<drawsMax).map { _ in UInt32(random.next(below: count)) })
    }

    /// Item n of `count` in proportion to 1/(n + 1).
    static func zipf(_ count: Int) -> Picker {
        var sum = 0.0
        let sums = (0..<count).map { index in
            sum += 1 / Double(index + 1)
            return sum
        }
        var random = SeededGenerator(seed: 1)
        return Picker(
            draws: (0..<drawsMax).map { _ in
                let wanted = random.fraction() * sum
                return UInt32(firstIndex(in: sums, atLeast: wanted))
            })
    }

    private static let drawsMax = 1 << 18

    private init(draws: [UInt32]) { self.draws = draws }

    mutating func next() -> Int {
        position &+= 1
        if position >= draws.count { position = 0 }
        return Int(draws[position])
    }

    private static func firstIndex(in sums: [Double], atLeast wanted: Double) -> Int {
        var low = 0
        var high = sums.count - 1
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
