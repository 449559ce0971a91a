/// An amount in the minor unit of a currency (cents, say).
public struct Money: Hashable, Sendable {
    public let amount: Int64
    /// ISO 4217, three capitals.
    public let currency: String

    public init(amount: Int64, currency: String) {
        self.amount = amount
        self.currency = currency
    }
}
