internal import JSON

/// The table on the terminal, and the same as JSON.
struct Report {
    private(set) var rows: [Row] = []

    private static let columns: [(title: String, width: Int)] = [
        ("workload", 30), ("server", 19), ("conns", 6), ("req/s", 9), ("ratio", 6),
        ("p50 ms", 8), ("p99 ms", 8), ("RSS MiB", 8), ("CPU us", 7), ("goal", 18),
    ]

    /// What a reader of the figures must know.
    static let notes = [
        "redis always is asked directly, without an HTTP server in front: this flatters Redis.",
        "node + redis always and node map get the same requests over HTTP as holdfast.",
    ]

    static var head: String { line(columns.map(\.title)) }

    /// Takes a row into the report, and returns its line of the table, with one more for each
    /// server that it is compared with.
    mutating func add(_ row: Row) -> String {
        rows.append(row)
        let own = Self.line([
            row.name, row.server, "\(row.connections)", "\(Int(row.perSecond))", "",
            Self.fixed(row.p50Milliseconds, 2), Self.fixed(row.p99Milliseconds, 2),
            Self.fixed(row.residentMebibytes, 1), Self.fixed(row.processorMicroseconds, 1),
            Self.verdict(row),
        ])
        let others = row.comparisons.map { comparison in
            Self.line([
                "  \(row.server) to", comparison.server, "", "",
                row.ratio(to: comparison).map { Self.fixed($0, 2) } ?? "", "", "", "", "",
                Self.verdict(row, comparison),
            ])
        }
        return ([own] + others).joined(separator: "\n")
    }

    /// What fell below its floor: a row's rate, or its ratio to another server.
    var belowFloor: [String] {
        rows.flatMap { row in
            let own = row.floor.map { row.perSecond < $0 } ?? false
            let others = row.comparisons.filter { comparison in
                guard let floor = comparison.floor, let ratio = row.ratio(to: comparison) else {
                    return false
                }
                return ratio < floor
            }
            return (own ? [row.name] : [])
                + others.map { "\(row.name), \(row.server) to \($0.server)" }
        }
    }

    var json: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("notes") { writer in
                writer.array { writer in
                    for note in Self.notes { writer.element(note) }
                }
            }
            writer.field("rows") { writer in
                writer.array { writer in
                    for row in rows { writer.object { Self.write(row, &$0) } }
                }
            }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private static func write(_ row: Row, _ writer: inout JSONWriter) {
        writer.field("workload", row.name)
        writer.field("server", row.server)
        writer.field("connections", row.connections)
        writer.field("requests_per_second", row.perSecond.rounded())
        writer.field("p50_ms", row.p50Milliseconds)
        writer.field("p99_ms", row.p99Milliseconds)
        writer.field("resident_mib", row.residentMebibytes)
        writer.field("processor_us_per_request", row.processorMicroseconds)
        writer.field("goal", row.goal)
        writer.field("floor", row.floor)
        writer.field("compared_with") { writer in
            writer.array { writer in
                for comparison in row.comparisons {
                    writer.object { writer in
                        writer.field("server", comparison.server)
                        writer.field("requests_per_second", comparison.perSecond.rounded())
                        writer.field("ratio", row.ratio(to: comparison))
                        writer.field("goal_ratio", comparison.goal)
                        writer.field("floor_ratio", comparison.floor)
                    }
                }
            }
        }
        writer.field("start_ms", row.startMilliseconds.map { Int64($0) })
        writer.field("start_goal_ms", row.startGoal.map { Int64($0) })
    }

    private static func verdict(_ row: Row) -> String {
        if let start = row.startMilliseconds {
            guard let goal = row.startGoal else { return "\(start) ms" }
            return "\(start) ms, \(start <= goal ? "met" : "not met") \(goal)"
        }
        guard let goal = row.goal else { return "" }
        if let floor = row.floor, row.perSecond < floor { return "BELOW FLOOR \(Int(floor))" }
        return row.perSecond >= goal ? "met \(Int(goal))" : "not met \(Int(goal))"
    }

    private static func verdict(_ row: Row, _ comparison: Comparison) -> String {
        guard let goal = comparison.goal, let ratio = row.ratio(to: comparison) else { return "" }
        if let floor = comparison.floor, ratio < floor { return "BELOW FLOOR \(fixed(floor, 1))x" }
        return "\(ratio >= goal ? "met" : "not met") \(fixed(goal, 1))x"
    }

    /// Text to the left, numbers to the right.
    private static func line(_ cells: [String]) -> String {
        zip(cells, columns).enumerated().map { index, pair in
            let (cell, column) = pair
            let spaces = String(repeating: " ", count: max(0, column.width - cell.count))
            return index < 2 ? cell + spaces : spaces + cell
        }.joined(separator: " ")
    }

    static func fixed(_ value: Double, _ digits: Int) -> String {
        let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
        let units = Int((value * scale).rounded())
        let text = String(units)
        guard digits > 0 else { return text }
        let zeros = String(repeating: "0", count: max(0, digits + 1 - text.count))
        let padded = zeros + text
        return "\(padded.dropLast(digits)).\(padded.suffix(digits))"
    }
}
