internal import Domain
internal import JSON

/// The quantities of a stock level as the API names them.
enum QuantitiesJSON {
    /// Writes the members into an object that is open.
    static func writeFields(_ quantities: Quantities, to writer: inout JSONWriter) {
        writer.field("on_hand", quantities.onHand)
        writer.field("reserved", quantities.reserved)
        writer.field("soft", quantities.soft)
        writer.field("committed", quantities.committed)
        writer.field("unavailable", quantities.unavailable)
        writer.field("incoming", quantities.incoming)
        writer.field("safety_stock", quantities.safetyStock)
    }

    /// The members that `writeFields` writes, as a shape.
    static func properties(required: Bool = false) -> [Schema.Property] {
        [
            "on_hand", "reserved", "soft", "committed", "unavailable", "incoming", "safety_stock",
        ].map { Schema.Property($0, .count, required: required) }
    }
}
