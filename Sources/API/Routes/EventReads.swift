internal import Domain
internal import Engine
internal import HTTP
internal import JSON
internal import Store

/// The event log: as a list, and as it grows.
enum EventReads {
    static let routes = [
        Route(
            .get, "/v1/events", access: .secret(.eventsRead), "Lists the event log.",
            query: [
                QueryParameter(
                    "after", "The position before the first; 0 if absent.", .integer(min: 0)),
                QueryParameter("type", "Events of this type."),
                QueryParameter("limit", "Rows of one page.", .integer(min: 1, max: 200)),
                QueryParameter("cursor", "`next_cursor` of the page before.", .string(min: 1)),
            ],
            answers: [RouteAnswer(200, "A page of events.", .list(of: Schemas.event))],
            action: .query(list)),
        Route(
            .get, "/v1/events/stream", access: .secret(.eventsRead),
            "Streams the event log from now on, or from where `Last-Event-ID` says.",
            query: [QueryParameter("after", "The position of the last event that was seen.")],
            answers: [
                RouteAnswer(
                    200,
                    "Events named by their type, with `data` of this shape; `reset` where they "
                        + "cannot go on.", eventsOf: Schemas.event)
            ],
            action: .stream(stream)),
    ]

    @Loop private static func list(_ context: Context) throws(Problem) -> Query.Job {
        let request = try ListRequest(context, sorts: ["position"])
        let after = try Parameters.integer("after", in: context.query, 0...(.max))
        let type = try Parameters.text("type", in: context.query)
        let start = request.after?.number ?? after ?? 0
        return { context in
            let position = try HeadQueries.position(of: context.tenant, in: context.snapshot)
            let page = try EventQueries.page(
                after: start, type: type, limit: request.limit, of: context.tenant,
                in: context.snapshot)
            let isLast = page.examined >= position || start >= position
            return ListResponse.response(
                page.entries, next: isLast ? nil : .number(page.examined), request,
                position: position
            ) { placed, writer in
                writer.raw(placed.entry.body)
            }
        }
    }

    @Loop private static func stream(
        _ context: Context, _ exchange: Exchange
    ) throws(Problem) {
        // A client that was torn off says where it was; that goes before the address it used.
        let header = context.request.header("last-event-id")
        let start = EventStart(header ?? context.query.first("after"))
        let (hub, tenant) = (context.services.hub, context.tenant)
        let head = context.services.engine.read { residents, _ in
            residents.positions[tenant] ?? 0
        }
        try hub.open(context, exchange) { sink in
            hub.events.subscribe(
                sink, tenant: tenant, key: context.principal.key, from: start, head: head)
        }
    }
}

/// From where a client wants the event log.
enum EventStart: Equatable, Sendable {
    case now
    case after(Int64)
    /// What it sent is no position.
    case unreadable

    init(_ text: String?) {
        guard let text, !text.isEmpty else {
            self = .now
            return
        }
        let isNumber = text.utf8.allSatisfy {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        }
        self = (isNumber ? Int64(text) : nil).map { .after($0) } ?? .unreadable
    }
}
