/// A share between 0 and 1 in millionths, so that 0.29 of 100 is 29 and not 28.
public struct Fraction: Hashable, Sendable {
    public let millionths: Int64

    /// Returns nil outside 0...1.
    public init?(millionths: Int64) {
        guard (0...1_000_000).contains(millionths) else { return nil }
        self.millionths = millionths
    }

    private init(exactly millionths: Int64) {
        self.millionths = millionths
    }

    public static let one = Fraction(exactly: 1_000_000)
    public static let fourFifths = Fraction(exactly: 800_000)

    /// The share of `units`, rounded down. `units` is not negative.
    public func roundedDown(of units: Int64) -> Int64 {
        let product = UInt64(units).multipliedFullWidth(by: UInt64(millionths))
        return Int64(UInt64(1_000_000).dividingFullWidth(product).quotient)
    }

    /// The share of `units`, rounded up. `units` is not negative.
    public func roundedUp(of units: Int64) -> Int64 {
        let product = UInt64(units).multipliedFullWidth(by: UInt64(millionths))
        let (quotient, remainder) = UInt64(1_000_000).dividingFullWidth(product)
        return Int64(quotient) + (remainder > 0 ? 1 : 0)
    }
}
