extension OutputSpan<UInt8> {
    /// Bytes of the longest number.
    static var decimalLimit: Int { 20 }

    /// Appends a number in decimal digits.
    mutating func append(decimal value: Int64) {
        if value < 0 { append(UInt8(ascii: "-")) }
        let value = value.magnitude
        // Most counts of a shop have one digit, and its ids have nineteen.
        if value < 10 { return append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value)) }
        let (high, low) = value.quotientAndRemainder(dividingBy: 100_000_000)
        let (top, middle) = high.quotientAndRemainder(dividingBy: 100_000_000)
        if top > 0 { append(first: top) }
        if top > 0 { append(eight: middle) } else if high > 0 { append(first: middle) }
        if high > 0 { append(eight: low) } else { append(first: low) }
    }

    mutating func append(_ separator: Unicode.Scalar, decimal value: Int64) {
        append(UInt8(ascii: separator))
        append(decimal: value)
    }

    /// Appends a number of at most eight digits, without zeros before it; at least one digit.
    private mutating func append(first value: UInt64) {
        let digits = Self.eightDigits(value)
        let zeros = Swift.min(7, digits.trailingZeroBitCount / 8)
        append(digits >> (8 * UInt64(zeros)), count: 8 - zeros)
    }

    private mutating func append(eight value: UInt64) {
        append(Self.eightDigits(value), count: 8)
    }

    private mutating func append(_ digits: UInt64, count: Int) {
        var rest = digits
        for _ in 0..<count {
            append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    /// The eight digits of a number below 100,000,000, one a byte, the first in the lowest.
    ///
    /// It cuts the number in two, both parts in two, and all four in two. What stands side by side
    /// is divided at once, by a product and a shift that are exact for numbers so small.
    private static func eightDigits(_ value: UInt64) -> UInt64 {
        let fours = value / 10_000 | (value % 10_000) << 32
        let hundreds = (fours &* 5_243) >> 19 & 0x7F_0000_007F
        let twos = hundreds | (fours &- hundreds &* 100) << 16
        let tens = (twos &* 103) >> 10 & 0x000F_000F_000F_000F
        return tens | (twos &- tens &* 10) << 8
    }
}
