/// An open reservation as a shop keeps it: the usual kind in some hundred bytes, without the
/// arrays of its lines.
struct KeptReservation: Sendable {
    let id: ID<Reservation>
    /// When it stops holding; never for what is paid.
    private(set) var deadline: Timestamp
    private var content: Content
    /// Whether the shop counts it as expired, though that is not booked.
    var isLapsed = false
    /// The first of what it holds; the others are its siblings.
    var holding = Slot<Holding>.none
    /// Its neighbors among the same holder's reservations.
    var older = Slot<KeptReservation>.none
    var newer = Slot<KeptReservation>.none

    fileprivate enum Content: Sendable {
        case simple(Simple)
        indirect case whole(Reservation)
    }

    /// Active, never changed in what it holds, with one line in one place.
    fileprivate struct Simple: Sendable {
        let holder: String?
        let channel: Channel
        let item: ID<Item>
        let location: ID<Location>
        let units: Int64
        let createdAt: Timestamp
        let version: Int32
        let kind: Reservation.Kind
        let isSession: Bool
    }

    init(_ reservation: Reservation) {
        id = reservation.id
        deadline = reservation.deadline
        content = Content(reservation)
    }

    var reservation: Reservation {
        switch content {
        case .whole(let reservation): reservation
        case .simple(let simple):
            Reservation(
                id: id, kind: simple.kind, holder: simple.holder, isSession: simple.isSession,
                channel: simple.channel,
                lines: [
                    ReservationLine(
                        item: simple.item, quantity: simple.units, requested: simple.units,
                        sources: [
                            ReservationLine.Source(
                                item: simple.item, location: simple.location,
                                units: simple.units)
                        ])
                ],
                createdAt: simple.createdAt, expiresAt: deadline == .never ? nil : deadline,
                version: Int64(simple.version))
        }
    }

    var holder: String? {
        switch content {
        case .simple(let simple): simple.holder
        case .whole(let reservation): reservation.holder
        }
    }

    /// Takes over what became of it.
    mutating func become(_ reservation: Reservation) {
        deadline = reservation.deadline
        content = Content(reservation)
    }
}

extension KeptReservation.Content {
    fileprivate init(_ reservation: Reservation) {
        if let simple = Self.simple(reservation) {
            self = simple
        } else {
            self = .whole(reservation)
        }
    }

    /// Nil for one that has more to it.
    private static func simple(_ whole: Reservation) -> Self? {
        guard whole.state == .active, whole.lines.count == 1, whole.lines[0].isSimple,
            whole.cartBegan == nil, whole.endedAt == nil, whole.order == nil, whole.replaces == nil,
            whole.replacedBy == nil, whole.metadata == nil, whole.expiresAt != .never,
            let version = Int32(exactly: whole.version)
        else { return nil }
        let source = whole.lines[0].sources[0]
        return .simple(
            KeptReservation.Simple(
                holder: whole.holder, channel: whole.channel, item: source.item,
                location: source.location, units: source.units, createdAt: whole.createdAt,
                version: version, kind: whole.kind, isSession: whole.isSession))
    }
}

extension ReservationLine {
    /// Whether it says no more than so many units of an item at one location.
    fileprivate var isSimple: Bool {
        guard sources.count == 1, parts.isEmpty, case let source = sources[0] else { return false }
        return source.item == item && source.units == quantity && source.shipped == 0
            && requested == quantity && committed == 0 && shipped == 0 && short == 0
            && backordered == 0 && cancelled == 0
    }
}
