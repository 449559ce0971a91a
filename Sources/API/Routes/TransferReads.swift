internal import Domain
internal import HTTP
internal import JSON
internal import Store

/// Transfers as they are.
enum TransferReads {
    static let routes = [
        Route(
            .get, "/v1/stock/transfers", access: .secret(.stockRead), "Lists transfers.",
            query: ListRequest.parameters(sortedBy: "created_at"),
            answers: [RouteAnswer(200, "A page of transfers.", .list(of: Schemas.transfer))],
            action: .query(list)),
        Route(
            .get, "/v1/stock/transfers/{id}", access: .secret(.stockRead), "Shows a transfer.",
            answers: [RouteAnswer(200, "The transfer.", Schemas.transfer)], action: .query(one)),
    ]

    @Loop private static func list(_ context: Context) throws(Problem) -> Query.Job {
        let request = try ListRequest(context, sorts: ["-created_at"])
        return { context in
            let position = try HeadQueries.position(of: context.tenant, in: context.snapshot)
            let transfers = try TransferQueries.page(
                request.byNumber, of: context.tenant, in: context.snapshot)
            let names = try NameBook(of: transfers.flatMap(\.items), context)
            return ListResponse.page(
                transfers, request, position: position, key: { .number($0.id.rawValue) }
            ) { transfer, writer in
                TransferJSON.write(transfer, to: &writer, names: names)
            }
        }
    }

    @Loop private static func one(_ context: Context) throws(Problem) -> Query.Job {
        guard let id = ID<Transfer>(text: context.parameter()) else { throw .notFound }
        return { context in
            let found = try TransferQueries.one(id, of: context.tenant, in: context.snapshot)
            guard let transfer = found else { throw Problem.notFound }
            let names = try NameBook(of: transfer.items, context)
            var writer = JSONWriter()
            TransferJSON.write(transfer, to: &writer, names: names)
            return Response(status: 200, contentType: "application/json", body: writer.bytes)
        }
    }
}

extension Transfer {
    fileprivate var items: [ID<Item>] { lines.map(\.item) }
}
