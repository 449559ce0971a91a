internal import Domain
internal import HTTP

/// A cart session's one reservation.
enum HoldersWrite {
    static let routes: [Route] = [
        Route(
            .put, "/v1/holders/{holder}/reservation", access: .publishable(.reservationsWrite),
            "States the whole wish of a session; without lines it gives everything back.",
            body: .json(Schemas.sessionRequest),
            answers: [
                RouteAnswer(200, "The reservation, changed.", Schemas.reservation),
                RouteAnswer(201, "The reservation, new.", Schemas.reservation),
                RouteAnswer(204, "Nothing is held any more."),
            ],
            action: .command(put)),
        Route(
            .delete, "/v1/holders/{holder}/reservation",
            access: .publishable(.reservationsWrite), "Gives everything back.",
            answers: [RouteAnswer(204, "Nothing is held any more.")], action: .command(delete)),
    ]

    @Loop
    static func put(_ context: Context) throws(Problem) -> Order {
        let holder = context.parameter()
        try HolderRules.check(holder, context.principal)
        let precondition = try Precondition(context.request)
        let request = try context.decode { try ReserveRequest(holder: holder, session: &$0) }
        try HolderRules.check(request.kind, context.principal)
        return Order(.restate(holder: holder, request, if: precondition))
    }

    @Loop
    static func delete(_ context: Context) throws(Problem) -> Order {
        let holder = context.parameter()
        try HolderRules.check(holder, context.principal)
        return Order(.releaseSession(holder: holder, if: try Precondition(context.request)))
    }
}
