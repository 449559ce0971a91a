/// How often each thing happened, so that a run shows what it has tried.
struct Tally: Sendable {
    enum Table: String, CaseIterable, Sendable {
        case command, refusal, effect, fault

        /// What has to happen at least once in a run.
        var expected: [String] {
            switch self {
            case .command: CommandMaker.table.map(\.label)
            case .refusal: Tally.refusals
            case .effect: Tally.effects
            case .fault: Tally.faults
            }
        }
    }

    private var counts: [Table: [String: Int]] = [:]

    mutating func count(_ label: String, in table: Table, by number: Int = 1) {
        counts[table, default: [:]][label, default: 0] += number
    }

    mutating func add(_ other: Tally) {
        for (table, labels) in other.counts {
            for (label, number) in labels { count(label, in: table, by: number) }
        }
    }

    /// What never happened.
    var missing: [String] {
        Table.allCases.flatMap { table in
            table.expected.filter { counts[table]?[$0] == nil }.map { "\(table): \($0)" }
        }
    }

    /// One line a count.
    var text: String {
        Table.allCases.map { table in
            let labels = Set(table.expected).union(counts[table, default: [:]].keys).sorted()
            let rows = labels.map { label in
                let number = "\(counts[table]?[label] ?? 0)"
                return "  " + String(repeating: " ", count: max(0, 8 - number.count)) + number
                    + "  " + label
            }
            return (["\(table)"] + rows).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    private static let refusals =
        ["unknown_sku", "holder_limit", "out_of_stock", "insufficient_stock"].map {
            "insufficientStock: " + $0
        } + ["committed", "released", "preempted"].map { "reservationNotActive: " + $0 } + [
            "insufficientStock: allocation_exhausted", "unknownSKU", "unknownLocation",
            "stockChanged", "negativeStock", "quantityOutOfRange", "reservationNotFound",
            "reservationExpired", "notCommitted", "itemNotFound", "itemInUse", "skuTaken",
            "versionConflict", "locationNotFound", "codeTaken", "locationInUse", "keyNotFound",
            "quotaExceeded", "invalidField",
        ]

    private static let effects = [
        "expired", "late commit", "renewed", "preempted", "short", "backordered",
        "granted in part", "split over locations", "kit held", "swept",
        "asked for again when sold and gone",
    ]

    private static let faults = [
        "save refused", "crash after the commit", "fatal error before the commit",
        "crash between batches", "answer replayed", "key reused", "retry after a crash",
        "clock at an expiry", "clock 1 ms before an expiry", "clock 1 ms after an expiry",
        "clock jump", "another tenant's id",
    ]
}
