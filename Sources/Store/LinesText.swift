public import Domain

/// Reservation lines as one column of text, short and readable in a database shell.
///
/// A line is `item,quantity,requested,committed,shipped,short,backordered,cancelled`, then a `|`
/// and `item@location,units,shipped` for each source, then a `#` and `item,quantity` for each
/// part of a kit; lines are separated by `;`.
public enum LinesText {
    /// Bytes that `encode` writes at most.
    public static func limit(_ lines: [ReservationLine]) -> Int {
        lines.reduce(0) { sum, line in
            let numbers = 8 + 4 * line.sources.count + 2 * line.parts.count
            return sum + numbers * (OutputSpan.decimalLimit + 1)
        }
    }

    public static func encode(_ lines: [ReservationLine], into text: inout OutputSpan<UInt8>) {
        let lines = lines.span
        for index in lines.indices {
            if index > 0 { text.append(UInt8(ascii: ";")) }
            encode(lines[index], into: &text)
        }
    }

    private static func encode(_ line: ReservationLine, into text: inout OutputSpan<UInt8>) {
        text.append(decimal: line.item.rawValue)
        text.append(",", decimal: line.quantity)
        text.append(",", decimal: line.requested)
        text.append(",", decimal: line.committed)
        text.append(",", decimal: line.shipped)
        text.append(",", decimal: line.short)
        text.append(",", decimal: line.backordered)
        text.append(",", decimal: line.cancelled)
        for source in line.sources {
            text.append("|", decimal: source.item.rawValue)
            text.append("@", decimal: source.location.rawValue)
            text.append(",", decimal: source.units)
            text.append(",", decimal: source.shipped)
        }
        for part in line.parts {
            text.append("#", decimal: part.item.rawValue)
            text.append(",", decimal: part.quantity)
        }
    }

    /// - Throws: `StoreError.corrupt` for text that `encode` did not write, and for counts below
    ///   0 or beyond `Quantities.maximum`.
    public static func decode(_ text: [UInt8]) throws(StoreError) -> [ReservationLine] {
        var scanner = NumberScanner(text, table: "reservation")
        guard !scanner.isAtEnd else { return [] }
        var lines = [try line(&scanner)]
        while scanner.skip(";") { lines.append(try line(&scanner)) }
        try scanner.finish()
        return lines
    }

    private static func line(_ scanner: inout NumberScanner) throws(StoreError) -> ReservationLine {
        let item = ID<Item>(rawValue: try scanner.number())
        var counts = InlineArray<7, Int64>(repeating: 0)
        for index in counts.indices { counts[index] = try scanner.units(after: ",") }
        var sources: [ReservationLine.Source] = []
        while scanner.skip("|") {
            sources.append(
                ReservationLine.Source(
                    item: ID(rawValue: try scanner.number()),
                    location: ID(rawValue: try scanner.number(after: "@")),
                    units: try scanner.units(after: ","),
                    shipped: try scanner.units(after: ",")))
        }
        var parts: [Item.Component] = []
        while scanner.skip("#") {
            parts.append(
                Item.Component(
                    item: ID(rawValue: try scanner.number()),
                    quantity: try scanner.units(after: ",")))
        }
        var line = ReservationLine(
            item: item, quantity: counts[0], requested: counts[1], backordered: counts[5],
            sources: sources, parts: parts)
        line.committed = counts[2]
        line.shipped = counts[3]
        line.short = counts[4]
        line.cancelled = counts[6]
        return line
    }
}
