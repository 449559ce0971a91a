/// One line of the file.
struct RetailLine {
    /// What a line means to a stock keeper.
    enum Kind: String, CaseIterable {
        /// Units sold on an invoice.
        case sale
        /// Units that came back on a cancellation invoice, `C…`.
        case returned
        /// Units that left without a sale: a negative quantity on an ordinary invoice.
        case writtenOff = "written_off"
        /// Units that turned up: no price, and no customer.
        case found
        /// Postage, fees, vouchers: nothing that lies on a shelf.
        case service
        /// An adjustment of the accounts, `A…`.
        case bookkeeping
    }

    let invoice: String
    let code: String
    let description: String
    /// Units as the file has them, negative where goods leave or come back.
    let quantity: Int
    let priceInPence: Int
    /// Whether the price is exactly 0; a tenth of a penny is a price.
    let isFree: Bool
    let customer: String

    private static let services: Set<String> = [
        "POST", "DOT", "M", "m", "C2", "D", "S", "B", "BANK CHARGES", "AMAZONFEE", "CRUK", "PADS",
    ]

    var kind: Kind {
        if invoice.hasPrefix("A") { return .bookkeeping }
        if Self.services.contains(code) || code.hasPrefix("gift_") { return .service }
        if invoice.hasPrefix("C") { return .returned }
        if quantity < 0 { return .writtenOff }
        return isFree && customer.isEmpty ? .found : .sale
    }

    /// What the ledger is told about units that left without a sale.
    var lossReason: String {
        let words = ["damage", "broken", "smashed", "crushed", "wet", "mouldy", "rusty", "faulty"]
        let text = description.lowercased()
        return words.contains { text.contains($0) } ? "damaged" : "lost"
    }
}
