internal import Domain
internal import HTTP
internal import JSON
internal import Store

/// Keys as they are; their texts are nowhere.
enum KeyReads {
    static let routes = [
        Route(
            .get, "/v1/api-keys", access: .secret(.keysRead), "Lists the keys.",
            query: ListRequest.parameters(sortedBy: "created_at"),
            answers: [RouteAnswer(200, "A page of keys.", .list(of: Schemas.key))],
            action: .query(list))
    ]

    @Loop private static func list(_ context: Context) throws(Problem) -> Query.Job {
        let request = try ListRequest(context, sorts: ["created_at"])
        return { context in
            let position = try HeadQueries.position(of: context.tenant, in: context.snapshot)
            let keys = try KeyQueries.page(
                request.byNumber, of: context.tenant, in: context.snapshot)
            return ListResponse.page(
                keys, request, position: position, key: { .number($0.id.rawValue) }
            ) { key, writer in
                KeyJSON.write(key, to: &writer)
            }
        }
    }
}
