/// SplitMix64: the same seed gives the same numbers, on every machine.
package struct DemoRandom: Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// A number within `range`, all of them as likely but for less than a billionth.
    package mutating func next(in range: ClosedRange<Int>) -> Int {
        let width = UInt64(range.upperBound - range.lowerBound + 1)
        return range.lowerBound + Int(next() % width)
    }

    /// True so many times out of a hundred.
    package mutating func happens(percent: Int) -> Bool { next(in: 1...100) <= percent }

    /// Small places are likelier: a few items sell most, as in every shop.
    package mutating func popularPlace(of count: Int) -> Int {
        let first = next(in: 0...(count - 1))
        let second = next(in: 0...(count - 1))
        let third = next(in: 0...(count - 1))
        return min(first, second, third)
    }
}
