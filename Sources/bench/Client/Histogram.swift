/// Counts durations, each to within 3 % of its length.
///
/// A duration falls into one of 32 equal parts of its power of two, so the memory is fixed and a
/// count costs no search.
struct Histogram {
    private static let parts = 32
    private var counts = [Int](repeating: 0, count: 64 * parts)
    private(set) var total = 0

    mutating func record(nanoseconds: UInt64) {
        counts[Self.index(nanoseconds)] &+= 1
        total &+= 1
    }

    /// The duration that `share` of all, between 0 and 1, do not exceed; 0 if there are none.
    func milliseconds(share: Double) -> Double {
        var rest = Int((Double(total) * share).rounded(.up))
        for index in counts.indices {
            rest -= counts[index]
            if rest <= 0, total > 0 { return Double(Self.upperBound(index)) / 1_000_000 }
        }
        return 0
    }

    private static func index(_ value: UInt64) -> Int {
        guard value >= 32 else { return Int(value) }
        let exponent = 63 - value.leadingZeroBitCount
        let part = Int(value >> UInt64(exponent - 5)) & (parts - 1)
        return (exponent - 4) * parts + part
    }

    private static func upperBound(_ index: Int) -> UInt64 {
        guard index >= parts else { return UInt64(index) }
        let exponent = index / parts + 4
        return (UInt64(parts + index % parts + 1) << UInt64(exponent - 5)) - 1
    }
}
