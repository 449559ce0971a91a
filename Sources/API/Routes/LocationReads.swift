internal import Domain
internal import Engine
internal import HTTP
internal import JSON
internal import Store

/// Locations as they are. All of them are in memory.
enum LocationReads {
    static let routes = [
        Route(
            .get, "/v1/locations", access: .secret(.locationsRead), "Lists locations.",
            query: ListRequest.parameters(sortedBy: "created_at"),
            answers: [RouteAnswer(200, "A page of locations.", .list(of: Schemas.location))],
            action: .memory(list)),
        Route(
            .get, "/v1/locations/{id}", access: .secret(.locationsRead),
            "Shows a location, by its id or its code.",
            answers: [RouteAnswer(200, "The location.", Schemas.location)], action: .memory(one)),
    ]

    @Loop private static func list(_ context: Context) throws(Problem) -> Response {
        let request = try ListRequest(context, sorts: ["created_at"])
        let tenant = context.tenant
        let (all, position) = context.services.engine.read { residents, _ in
            (residents.shops[tenant]?.locations ?? [], residents.positions[tenant] ?? 0)
        }
        var found = all.sorted { $0.id < $1.id }
        if request.isDescending { found.reverse() }
        if let last = request.after?.number {
            found.removeAll {
                request.isDescending ? $0.id.rawValue >= last : $0.id.rawValue <= last
            }
        }
        return ListResponse.page(
            Array(found.prefix(request.limit + 1)), request, position: position,
            key: { .number($0.id.rawValue) }
        ) { location, writer in
            LocationJSON.write(location, to: &writer)
        }
    }

    @Loop private static func one(_ context: Context) throws(Problem) -> Response {
        let name = context.parameter()
        let tenant = context.tenant
        let found = context.services.engine.read { residents, _ -> Location? in
            guard let shop = residents.shops[tenant] else { return nil }
            return ID<Location>(text: name).flatMap(shop.location) ?? shop.location(.code(name))
        }
        guard let location = found else { throw .notFound }
        var writer = JSONWriter()
        LocationJSON.write(location, to: &writer)
        return Response(
            status: 200, headers: ["ETag": "\"\(location.version)\""],
            contentType: "application/json", body: writer.bytes)
    }
}
