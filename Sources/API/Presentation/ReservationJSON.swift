internal import Domain
internal import JSON

/// A reservation as the API shows it.
enum ReservationJSON {
    static func write(
        _ reservation: Reservation, to writer: inout JSONWriter, names: some Names
    ) {
        writer.object { writer in
            writer.field("id", reservation.id)
            writer.field("state", reservation.state.word)
            writer.field("kind", reservation.kind.word)
            writer.field("holder", reservation.holder)
            writer.field("channel", reservation.channel.name)
            writer.field("lines") { writer in
                writer.array { writer in
                    for line in reservation.lines { write(line, to: &writer, names: names) }
                }
            }
            writer.field("created_at", reservation.createdAt)
            writer.field("expires_at", reservation.expiresAt)
            writer.field("ended_at", reservation.endedAt)
            writer.field("order_id", reservation.order)
            writer.field("replaces", reservation.replaces)
            writer.field("metadata") { writer in
                if let metadata = reservation.metadata {
                    writer.raw(metadata)
                } else {
                    writer.null()
                }
            }
            writer.field("version", reservation.version)
        }
    }

    private static func write(
        _ line: ReservationLine, to writer: inout JSONWriter, names: some Names
    ) {
        writer.object { writer in
            writer.field("sku", names.sku(of: line.item))
            writer.field("quantity", line.quantity)
            writer.field("requested", line.requested)
            writer.field("committed", line.committed)
            writer.field("shipped", line.shipped)
            writer.field("short", line.short)
            writer.field("backordered", line.backordered)
            writer.field("cancelled", line.cancelled)
            writer.field("allocations") { writer in
                writer.array { writer in
                    for source in line.sources where source.units > 0 || source.shipped > 0 {
                        write(source, isPart: !line.parts.isEmpty, to: &writer, names: names)
                    }
                }
            }
        }
    }

    /// A kit's allocations name the component; the others are of the line's own item.
    private static func write(
        _ source: ReservationLine.Source, isPart: Bool, to writer: inout JSONWriter,
        names: some Names
    ) {
        writer.object { writer in
            if isPart { writer.field("sku", names.sku(of: source.item)) }
            writer.field("location", names.code(of: source.location))
            writer.field("quantity", source.units)
        }
    }
}

extension Reservation.State {
    /// The word of the API, without the cost of reflection.
    var word: String {
        switch self {
        case .active: "active"
        case .committed: "committed"
        case .released: "released"
        case .expired: "expired"
        case .preempted: "preempted"
        }
    }

    init?(word: String) {
        guard let state = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = state
    }
}

extension Reservation.Kind {
    /// The word of the API, without the cost of reflection.
    var word: String {
        switch self {
        case .abandonedCart: "abandoned_cart"
        case .cart: "cart"
        case .checkout: "checkout"
        case .order: "order"
        }
    }

    init?(word: String) {
        guard let kind = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = kind
    }
}
