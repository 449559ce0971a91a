internal import Domain
internal import JSON

/// A movement as the API shows it; `changes` names only the quantities that changed.
enum MovementJSON {
    static func write(
        _ movement: Movement, to writer: inout JSONWriter, names: some Names
    ) {
        writer.object { writer in
            writer.field("id", movement.id)
            writer.field("sku", names.sku(of: movement.item))
            writer.field("location", names.code(of: movement.location))
            writer.field("changes") { write(movement.change, to: &$0) }
            writer.field("reason", movement.reason.name)
            writer.field("reference", movement.reference)
            writer.field("actor") { write(movement.actor, to: &$0) }
            writer.field("reservation_id", movement.reservation)
            writer.field("order_id", movement.order)
            writer.field("created_at", movement.at)
        }
    }

    private static func write(_ change: Delta, to writer: inout JSONWriter) {
        writer.object { writer in
            if change.onHand != 0 { writer.field("on_hand", change.onHand) }
            if change.reserved != 0 { writer.field("reserved", change.reserved) }
            if change.committed != 0 { writer.field("committed", change.committed) }
            if change.unavailable != 0 { writer.field("unavailable", change.unavailable) }
            if change.incoming != 0 { writer.field("incoming", change.incoming) }
            if change.safetyStock != 0 { writer.field("safety_stock", change.safetyStock) }
        }
    }

    /// `engine`, or the key's id.
    private static func write(_ actor: Actor, to writer: inout JSONWriter) {
        switch actor {
        case .engine: writer.value("engine")
        case .key(let key): writer.value(key)
        }
    }
}
