import Domain

/// A reservation as it is now. Two bytes say which of its fields are there; those follow.
enum ReservationCode {
    /// The two bytes, id, channel, creation, version, no lines.
    static let lengthMinimum = 7

    /// Which optional fields are there, and what takes less than a byte.
    private struct Marks: OptionSet {
        let rawValue: UInt16

        static let isNew = Marks(rawValue: 1)
        static let isSession = Marks(rawValue: 1 << 1)
        static let holder = Marks(rawValue: 1 << 2)
        static let expiresAt = Marks(rawValue: 1 << 3)
        static let cartBegan = Marks(rawValue: 1 << 4)
        static let endedAt = Marks(rawValue: 1 << 5)
        static let order = Marks(rawValue: 1 << 6)
        static let replaces = Marks(rawValue: 1 << 7)
        static let replacedBy = Marks(rawValue: 1 << 8)
        static let metadata = Marks(rawValue: 1 << 9)

        /// Three bits of state, and the rest for the kind above them.
        private static let stateShift: UInt16 = 10
        private static let kindShift: UInt16 = 13

        init(rawValue: UInt16) { self.rawValue = rawValue }

        init(_ changed: Changes.ChangedReservation) {
            let whole = changed.reservation
            var marks: Marks = changed.isNew ? .isNew : []
            if whole.isSession { marks.insert(.isSession) }
            if whole.holder != nil { marks.insert(.holder) }
            if whole.expiresAt != nil { marks.insert(.expiresAt) }
            if whole.cartBegan != nil { marks.insert(.cartBegan) }
            if whole.endedAt != nil { marks.insert(.endedAt) }
            if whole.order != nil { marks.insert(.order) }
            if whole.replaces != nil { marks.insert(.replaces) }
            if whole.replacedBy != nil { marks.insert(.replacedBy) }
            if whole.metadata != nil { marks.insert(.metadata) }
            let state = UInt16(truncatingIfNeeded: whole.state.rawValue) << Self.stateShift
            let kind = UInt16(truncatingIfNeeded: whole.kind.rawValue) << Self.kindShift
            rawValue = marks.rawValue | state | kind
        }

        var state: Reservation.State? {
            Reservation.State(rawValue: Int(rawValue >> Self.stateShift & 7))
        }

        var kind: Reservation.Kind? {
            Reservation.Kind(rawValue: Int(rawValue >> Self.kindShift))
        }
    }

    /// So many bytes at most.
    static func limit(_ changed: Changes.ChangedReservation) -> Int {
        let texts =
            changed.reservation.channel.name.utf8.count
            + (changed.reservation.holder?.utf8.count ?? 0)
            + (changed.reservation.order?.utf8.count ?? 0)
            + (changed.reservation.metadata?.count ?? 0)
        var numbers = 13
        let lines = changed.reservation.lines.span
        for index in lines.indices {
            numbers += 10 + 4 * lines[index].sources.count + 2 * lines[index].parts.count
        }
        return 2 + texts + numbers * OutputSpan<UInt8>.numberLimit
    }

    static func write(
        _ changed: Changes.ChangedReservation, _ near: inout Nearby,
        to output: inout OutputSpan<UInt8>
    ) {
        let marks = Marks(changed).rawValue
        output.append(UInt8(truncatingIfNeeded: marks))
        output.append(UInt8(truncatingIfNeeded: marks >> 8))
        write(changed.reservation, &near, to: &output)
        let lines = changed.reservation.lines.span
        output.append(count: lines.count)
        for index in lines.indices { write(lines[index], &near, to: &output) }
    }

    /// All but its lines.
    private static func write(
        _ whole: Reservation, _ near: inout Nearby, to output: inout OutputSpan<UInt8>
    ) {
        output.append(whole.id.rawValue, from: &near.reservation)
        output.append(whole.channel, &near)
        output.append(whole.createdAt, near)
        output.append(number: whole.version)
        if let holder = whole.holder { output.append(text: holder) }
        if let time = whole.expiresAt { output.append(time, near) }
        if let time = whole.cartBegan { output.append(time, near) }
        if let time = whole.endedAt { output.append(time, near) }
        if let order = whole.order { output.append(text: order) }
        if let id = whole.replaces { output.append(number: id.rawValue &- near.reservation) }
        if let id = whole.replacedBy { output.append(number: id.rawValue &- near.reservation) }
        if let metadata = whole.metadata { output.append(blob: metadata) }
    }

    private static func write(
        _ line: ReservationLine, _ near: inout Nearby, to output: inout OutputSpan<UInt8>
    ) {
        output.append(line.item.rawValue, from: &near.item)
        output.append(number: line.quantity)
        output.append(number: line.requested)
        output.append(number: line.committed)
        output.append(number: line.shipped)
        output.append(number: line.short)
        output.append(number: line.backordered)
        output.append(number: line.cancelled)
        let sources = line.sources.span
        output.append(count: sources.count)
        for index in sources.indices {
            output.append(sources[index].item.rawValue, from: &near.item)
            output.append(sources[index].location.rawValue, from: &near.location)
            output.append(number: sources[index].units)
            output.append(number: sources[index].shipped)
        }
        let parts = line.parts.span
        output.append(count: parts.count)
        for index in parts.indices {
            output.append(parts[index].item.rawValue, from: &near.item)
            output.append(number: parts[index].quantity)
        }
    }

    static func read(
        _ reader: inout ChangesReader
    ) throws(StoreError) -> Changes.ChangedReservation {
        let low = UInt16(try reader.byte())
        let marks = Marks(rawValue: low | UInt16(try reader.byte()) << 8)
        guard let state = marks.state, let kind = marks.kind else { throw reader.corrupt }
        let id = try reader.reservation()
        let channel = try reader.channel()
        let createdAt = try reader.time()
        let version = try reader.number()
        let holder = marks.contains(.holder) ? try reader.text() : nil
        let expiresAt = marks.contains(.expiresAt) ? try reader.time() : nil
        let cartBegan = marks.contains(.cartBegan) ? try reader.time() : nil
        let endedAt = marks.contains(.endedAt) ? try reader.time() : nil
        let order = marks.contains(.order) ? try reader.text() : nil
        let replaces = marks.contains(.replaces) ? try near(id, &reader) : nil
        let replacedBy = marks.contains(.replacedBy) ? try near(id, &reader) : nil
        let metadata = marks.contains(.metadata) ? try reader.blob() : nil
        let reservation = Reservation(
            id: id, state: state, kind: kind, holder: holder,
            isSession: marks.contains(.isSession), channel: channel,
            lines: try reader.list(of: 10, line), createdAt: createdAt, expiresAt: expiresAt,
            cartBegan: cartBegan, endedAt: endedAt, order: order, replaces: replaces,
            replacedBy: replacedBy, metadata: metadata, version: version)
        return Changes.ChangedReservation(reservation, isNew: marks.contains(.isNew))
    }

    private static func near(
        _ id: ID<Reservation>, _ reader: inout ChangesReader
    ) throws(StoreError) -> ID<Reservation> {
        ID(rawValue: id.rawValue &+ (try reader.number()))
    }

    private static func line(_ reader: inout ChangesReader) throws(StoreError) -> ReservationLine {
        let item = try reader.item()
        var counts = InlineArray<7, Int64>(repeating: 0)
        for index in counts.indices { counts[index] = try reader.units() }
        let sources = try reader.list(of: 4, source)
        var line = ReservationLine(
            item: item, quantity: counts[0], requested: counts[1], backordered: counts[5],
            sources: sources, parts: try reader.list(of: 2, part))
        line.committed = counts[2]
        line.shipped = counts[3]
        line.short = counts[4]
        line.cancelled = counts[6]
        return line
    }

    private static func source(
        _ reader: inout ChangesReader
    ) throws(StoreError) -> ReservationLine.Source {
        let item = try reader.item()
        let location = try reader.location()
        let units = try reader.units()
        return ReservationLine.Source(
            item: item, location: location, units: units, shipped: try reader.units())
    }

    private static func part(_ reader: inout ChangesReader) throws(StoreError) -> Item.Component {
        let item = try reader.item()
        return Item.Component(item: item, quantity: try reader.units())
    }
}
