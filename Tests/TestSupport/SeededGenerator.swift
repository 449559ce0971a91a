/// SplitMix64: the same seed gives the same numbers on every machine.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) {
        state = seed
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number of the range, each as likely as the others.
    public mutating func number(_ range: ClosedRange<Int64>) -> Int64 {
        Int64.random(in: range, using: &self)
    }

    /// True `percent` times of a hundred.
    public mutating func chance(_ percent: Int64) -> Bool { number(1...100) <= percent }

    /// One of `choices`, which are not empty.
    public mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
        choices[Int(number(0...Int64(choices.count - 1)))]
    }

    /// One of `choices`; nil when there are none.
    public mutating func pickIfAny<Choice>(_ choices: [Choice]) -> Choice? {
        choices.isEmpty ? nil : pick(choices)
    }
}
