internal import Domain
internal import Engine
internal import HTTP
internal import JSON
internal import Store

/// The ledger, and what it says about an item over time.
enum MovementReads {
    static let routes = [
        Route(
            .get, "/v1/stock/movements", access: .secret(.stockRead), "Lists the ledger.",
            query: ListRequest.parameters(sortedBy: "created_at") + [
                QueryParameter("sku", "Movements of this item.", .string(max: 100)),
                QueryParameter("location", "At this location, by code or id."),
                QueryParameter("since", "From this moment on.", .time),
                QueryParameter("until", "Before this moment.", .time),
                QueryParameter(
                    "reason", "With this reason.",
                    .oneOf(Movement.Reason.allCases.map(\.name))),
                QueryParameter("reference", "With this reference."),
            ],
            answers: [RouteAnswer(200, "A page of movements.", .list(of: Schemas.movement))],
            action: .query(list)),
        Route(
            .get, "/v1/stock/{sku}/history", access: .secret(.stockRead),
            "Shows an item's quantities over time.",
            query: [
                QueryParameter("from", "The first moment; 30 steps before `to` if absent.", .time),
                QueryParameter("to", "The last moment; now if absent.", .time),
                QueryParameter("step", "The length of a step.", .oneOf(Step.words)),
            ],
            answers: [
                RouteAnswer(200, "The quantities at the end of each step.", StockHistory.schema)
            ],
            action: .query(history)),
    ]

    @Loop private static func list(_ context: Context) throws(Problem) -> Query.Job {
        let query = context.query
        let request = try ListRequest(context, sorts: ["-created_at"])
        let sku = try Parameters.text("sku", in: query, maximum: 100)
        let location = try Parameters.text("location", in: query)
        let reasons = Movement.Reason.allCases
        var filter = MovementFilter(
            reason: try Parameters.word("reason", in: query, reasons.map(\.name)) { word in
                reasons.first { $0.name == word }
            },
            reference: try Parameters.text("reference", in: query),
            since: try Parameters.time("since", in: query),
            until: try Parameters.time("until", in: query))
        if let location {
            // A name that nobody has finds nothing: no location has the id 0.
            filter.location = find(location, context) ?? ID(rawValue: 0)
        }
        return { [filter] context in
            var filter = filter
            if let sku {
                filter.item =
                    try NameQueries.item(sku, tenant: context.tenant, in: context.snapshot)
                    ?? ID(rawValue: 0)
            }
            let position = try HeadQueries.position(of: context.tenant, in: context.snapshot)
            let records = try MovementQueries.page(
                filter, request.byNumber, of: context.tenant, in: context.snapshot)
            return ListResponse.page(
                records, request, position: position,
                key: { .number($0.movement.id.rawValue) }
            ) { record, writer in
                MovementJSON.write(record.movement, to: &writer, names: NameBook(record))
            }
        }
    }

    @Loop private static func find(_ name: String, _ context: Context) -> ID<Location>? {
        let tenant = context.tenant
        return context.services.engine.read { residents, _ in
            guard let shop = residents.shops[tenant] else { return nil }
            return shop.location(.code(name))?.id
                ?? ID<Location>(text: name).flatMap { shop.location($0)?.id }
        }
    }

    @Loop private static func history(_ context: Context) throws(Problem) -> Query.Job {
        let query = context.query
        let sku = context.parameter()
        let step = try Parameters.word("step", in: query, Step.words) { Step(rawValue: $0) } ?? .day
        let from = try Parameters.time("from", in: query)
        let to = try Parameters.time("to", in: query)
        return { context in
            guard
                let item = try NameQueries.item(
                    sku, tenant: context.tenant, in: context.snapshot)
            else { throw Problem.notFound }
            let span = try StockHistory.Span(from: from, to: to, step: step, now: context.now)
            return try StockHistory(of: item, span, context).response(sku: sku)
        }
    }

    /// The length of a step.
    enum Step: String, CaseIterable, Sendable {
        case hour, day

        static let words = allCases.map(\.rawValue)

        var milliseconds: Int64 {
            switch self {
            case .hour: 3_600_000
            case .day: 86_400_000
            }
        }
    }
}
