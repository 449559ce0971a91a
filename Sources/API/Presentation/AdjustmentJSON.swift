internal import Domain
internal import JSON

/// What an adjustment did: its movements, and the promises that it broke.
enum AdjustmentJSON {
    static func write(
        _ movements: [Movement], _ preempted: [Preempted], to writer: inout JSONWriter,
        names: some Names
    ) {
        writer.object { writer in
            writer.field("movements") { writer in
                writer.array { writer in
                    for movement in movements {
                        MovementJSON.write(movement, to: &writer, names: names)
                    }
                }
            }
            writer.field("preempted") { writer in
                writer.array { writer in
                    for entry in preempted { write(entry, to: &writer, names: names) }
                }
            }
        }
    }

    private static func write(
        _ entry: Preempted, to writer: inout JSONWriter, names: some Names
    ) {
        writer.object { writer in
            writer.field("reservation_id", entry.reservation)
            writer.field("order_id", entry.order)
            writer.field("lines") { writer in
                writer.array { writer in
                    for line in entry.lines {
                        writer.object { writer in
                            writer.field("sku", names.sku(of: line.item))
                            writer.field("quantity", line.quantity)
                        }
                    }
                }
            }
        }
    }
}
