internal import Domain
internal import JSON

/// An amount with its currency, or null.
enum MoneyJSON {
    static func write(_ money: Money?, to writer: inout JSONWriter) {
        guard let money else { return writer.null() }
        writer.object { writer in
            writer.field("amount", money.amount)
            writer.field("currency", money.currency)
        }
    }
}
