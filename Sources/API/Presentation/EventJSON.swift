internal import Domain
internal import JSON

/// An entry of the event log, on one line.
enum EventJSON {
    /// `reservation` is the JSON of the reservation that the event shows, where it is written
    /// already. Answers where in the entry it stands then.
    @discardableResult
    static func write(
        _ event: Event, position: Int64, at time: Timestamp, reservation: [UInt8]? = nil,
        to writer: inout JSONWriter, names: some Names
    ) -> Int? {
        var start: Int?
        writer.object { writer in
            writer.field("position", position)
            writer.field("id") { $0.identifier("evt_", position) }
            writer.field("type", event.type)
            writer.field("created_at", time)
            writer.field("data") { writer in
                start = write(
                    data: event, position: position, written: reservation, to: &writer,
                    names: names)
            }
        }
        return start
    }

    /// `sequence` is the entry's position: of one item, the later entry has the larger one.
    private static func write(
        data event: Event, position: Int64, written: [UInt8]?, to writer: inout JSONWriter,
        names: some Names
    ) -> Int? {
        var start: Int?
        writer.object { writer in
            switch event {
            case .reservation(_, let reservation, let changed):
                writer.field("reservation") { writer in
                    if let written {
                        start = writer.count
                        writer.raw(written)
                    } else {
                        ReservationJSON.write(reservation, to: &writer, names: names)
                    }
                }
                writer.field("changed") { write(changed, to: &$0, names: names) }
            case .stockChanged(let item, let location, let quantities, let available):
                writer.field("sku", names.sku(of: item))
                writer.field("product_id", names.productID(of: item))
                writer.field("location", names.code(of: location))
                QuantitiesJSON.writeFields(quantities, to: &writer)
                writer.field("available", available)
                writer.field("sequence", position)
            case .stockLow(let item, let channel, let available):
                write(alert: item, channel, available, position, to: &writer, names: names)
            case .stockOut(let item, let channel):
                write(alert: item, channel, 0, position, to: &writer, names: names)
            }
        }
        return start
    }

    private static func write(
        alert item: ID<Item>, _ channel: Channel, _ available: Int64, _ position: Int64,
        to writer: inout JSONWriter, names: some Names
    ) {
        writer.field("sku", names.sku(of: item))
        writer.field("product_id", names.productID(of: item))
        writer.field("channel", channel.name)
        writer.field("available", available)
        writer.field("sequence", position)
    }

    private static func write(
        _ changes: [Event.ItemChange], to writer: inout JSONWriter, names: some Names
    ) {
        writer.array { writer in
            for change in changes {
                writer.object { writer in
                    writer.field("sku", names.sku(of: change.item))
                    writer.field("quantity", change.quantity)
                }
            }
        }
    }
}
