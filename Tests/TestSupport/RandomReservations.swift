public import Domain

extension SeededGenerator {
    /// Any reservation that the types allow; what cannot change is taken from `before`.
    public mutating func reservation(id: Int64, keeping before: Reservation? = nil) -> Reservation {
        Reservation(
            id: .fixture(id), state: pick(Reservation.State.allCases),
            kind: pick(Reservation.Kind.allCases),
            holder: before.map(\.holder) ?? (chance(70) ? "hölder \(next())" : nil),
            isSession: before?.isSession ?? chance(50),
            channel: before?.channel ?? pick([.online, Channel("märket"), Channel("")]),
            lines: (0..<number(0...4)).map { _ in line() },
            createdAt: before?.createdAt ?? time(), expiresAt: chance(70) ? time() : nil,
            cartBegan: chance(20) ? time() : nil, endedAt: chance(50) ? time() : nil,
            order: chance(50) ? "order;|,\(next())" : nil,
            replaces: before.map(\.replaces) ?? (chance(20) ? .fixture(number(1...99)) : nil),
            replacedBy: chance(20) ? .fixture(number(1...99)) : nil,
            metadata: before.map(\.metadata) ?? metadata(), version: number(1...(1 << 40)))
    }

    /// Any line that the types allow.
    public mutating func line() -> ReservationLine {
        var line = ReservationLine(
            item: identifier(), quantity: units(), requested: units(), backordered: units(),
            sources: (0..<number(0...3)).map { _ in source() },
            parts: (0..<number(0...2)).map { _ in part() })
        line.committed = units()
        line.shipped = units()
        line.short = units()
        line.cancelled = units()
        return line
    }

    private mutating func source() -> ReservationLine.Source {
        .init(item: identifier(), location: identifier(), units: units(), shipped: units())
    }

    private mutating func part() -> Item.Component {
        .init(item: identifier(), quantity: units())
    }

    private mutating func metadata() -> [UInt8]? {
        pick([nil, [], Array("{\"a\":\"\u{0}ü\"}".utf8)])
    }

    private mutating func identifier<Entity>() -> ID<Entity> {
        ID(rawValue: pick([1, number(1...99), .max]))
    }

    mutating func units() -> Int64 {
        pick([0, 1, number(0...1_000), Quantities.maximum])
    }

    mutating func time() -> Timestamp {
        Timestamp(
            milliseconds: ManualClock.start.milliseconds + number(-1_000...1_000_000_000))
    }
}
