internal import Domain
internal import HTTP
internal import JSON
internal import Store

/// An item's quantities at the end of each step of a span, over all locations, in UTC.
struct StockHistory: Sendable {
    /// The most steps that are answered at once: a month of hours and a bit.
    static let stepMaximum: Int64 = 1_000
    private static let stepDefault: Int64 = 30

    /// Whole steps of time.
    struct Span: Equatable, Sendable {
        let step: MovementReads.Step
        /// Steps since 1970.
        let first: Int64
        let last: Int64
        /// The last step ends here where it is not over.
        let now: Timestamp

        /// - Throws: where it is empty, or has more than `stepMaximum` steps.
        init(
            from: Timestamp?, to: Timestamp?, step: MovementReads.Step, now: Timestamp
        ) throws(Problem) {
            self.step = step
            self.now = now
            last = min(to ?? now, now).milliseconds / step.milliseconds
            first = from.map { $0.milliseconds / step.milliseconds } ?? last - stepDefault + 1
            guard first <= last else {
                throw .parameter("from", "from is not after to, and not in the future.")
            }
            guard last - first < stepMaximum else {
                throw .parameter("from", "There are at most \(stepMaximum) steps in an answer.")
            }
        }

        var start: Timestamp { Timestamp(milliseconds: first * step.milliseconds) }

        var end: Timestamp { Timestamp(milliseconds: (last + 1) * step.milliseconds) }

        func end(of number: Int64) -> Timestamp {
            min(Timestamp(milliseconds: (number + 1) * step.milliseconds), now)
        }
    }

    private let span: Span
    private let points: [(at: Timestamp, quantities: Quantities)]

    init(of item: ID<Item>, _ span: Span, _ context: ReadContext) throws {
        self.span = span
        let before = try HistoryQueries.quantities(
            of: item, before: span.start, tenant: context.tenant, in: context.snapshot)
        let steps = try HistoryQueries.steps(
            of: item, from: span.start, to: span.end, length: span.step.milliseconds,
            tenant: context.tenant, in: context.snapshot)
        points = Self.points(before, steps, span)
    }

    /// Also shows the steps in which nothing happened.
    static func points(
        _ before: Delta, _ steps: [HistoryQueries.Step], _ span: Span
    ) -> [(at: Timestamp, quantities: Quantities)] {
        var quantities = Quantities.zero
        quantities.add(before)
        var rest = steps[...]
        return (span.first...span.last).map { number in
            while let step = rest.first, step.number <= number {
                quantities.add(step.change)
                rest.removeFirst()
            }
            return (span.end(of: number), quantities)
        }
    }

    func response(sku: String) -> Response {
        var writer = JSONWriter(reservingCapacity: 256 + points.count * 192)
        writer.object { writer in
            writer.field("sku", sku)
            writer.field("step", span.step.rawValue)
            writer.field("data") { writer in
                writer.array { writer in
                    for point in points { Self.write(point.quantities, point.at, to: &writer) }
                }
            }
        }
        return Response(status: 200, contentType: "application/json", body: writer.bytes)
    }

    private static func write(
        _ quantities: Quantities, _ time: Timestamp, to writer: inout JSONWriter
    ) {
        writer.object { writer in
            writer.field("at", time)
            writer.field("on_hand", quantities.onHand)
            writer.field("reserved", quantities.reserved)
            writer.field("committed", quantities.committed)
            writer.field("unavailable", quantities.unavailable)
            writer.field("incoming", quantities.incoming)
            writer.field("safety_stock", quantities.safetyStock)
            // `soft` is no quantity of the ledger, so what it frees is not in here.
            writer.field("available", quantities.available)
        }
    }

    static let schema = Schema.object([
        .init("sku", .text, required: true),
        .init("step", .oneOf(MovementReads.Step.words), required: true),
        .init(
            "data",
            .array(
                .object(
                    [.init("at", .time, required: true)]
                        + [
                            "on_hand", "reserved", "committed", "unavailable", "incoming",
                            "safety_stock", "available",
                        ].map { .init($0, .count, required: true) }), max: Int(stepMaximum)),
            required: true),
    ])
}
