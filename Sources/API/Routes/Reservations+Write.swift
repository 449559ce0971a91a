internal import Domain
internal import HTTP
internal import JSON

/// Holding, changing and selling units.
enum ReservationsWrite {
    static let routes: [Route] = [
        Route(
            .post, "/v1/reservations", access: .secret(.reservationsWrite),
            "Holds units of one or more items, all or nothing unless asked otherwise.",
            body: .json(Schemas.reserveRequest),
            answers: [RouteAnswer(201, "The reservation.", Schemas.reservation)],
            action: .command(create)),
        Route(
            .patch, "/v1/reservations/{id}", access: .secret(.reservationsWrite),
            "Changes time to live, lines or kind.", body: .json(Schemas.reservationChange),
            answers: [
                RouteAnswer(200, "The reservation.", Schemas.reservation),
                RouteAnswer(201, "A new one in place of one that expired.", Schemas.reservation),
            ],
            action: .command(change)),
        Route(
            .post, "/v1/reservations/{id}/commit", access: .secret(.reservationsWrite),
            "The units are sold.", body: .optionalJSON(Schemas.commitRequest),
            answers: [
                RouteAnswer(200, "The reservation.", Schemas.reservation),
                RouteAnswer(201, "A new one in place of one that expired.", Schemas.reservation),
            ],
            action: .command(commit)),
        Route(
            .post, "/v1/reservations/{id}/ship", access: .secret(.reservationsWrite),
            "Committed units leave.", body: .optionalJSON(Schemas.picks),
            answers: [RouteAnswer(200, "The reservation.", Schemas.reservation)],
            action: .command(ship)),
        Route(
            .post, "/v1/reservations/{id}/cancel", access: .secret(.reservationsWrite),
            "Committed units go back to where they came from.",
            body: .optionalJSON(Schemas.picks),
            answers: [RouteAnswer(200, "The reservation.", Schemas.reservation)],
            action: .command(cancel)),
        Route(
            .post, "/v1/reservations/{id}/release", access: .secret(.reservationsWrite),
            "Gives back what is held.", body: .optionalJSON(.object([])),
            answers: [RouteAnswer(200, "The reservation.", Schemas.reservation)],
            action: .command(release)),
    ]

    @Loop
    static func create(_ context: Context) throws(Problem) -> Order {
        Order(.reserve(try context.decode { try ReserveRequest(reservation: &$0) }))
    }

    @Loop
    static func change(_ context: Context) throws(Problem) -> Order {
        let id = try context.id(of: Reservation.self)
        let precondition = try Precondition(context.request)
        let change = try context.decode { try ReservationChange(&$0) }
        return Order(.change(id, change, if: precondition))
    }

    @Loop
    static func commit(_ context: Context) throws(Problem) -> Order {
        let id = try context.id(of: Reservation.self)
        let precondition = try Precondition(context.request)
        let body = try context.decode { try CommitBody(&$0) }
        return Order(
            .commit(id, order: body.order, deduction: body.deduction, if: precondition))
    }

    @Loop
    static func ship(_ context: Context) throws(Problem) -> Order {
        let id = try context.id(of: Reservation.self)
        let precondition = try Precondition(context.request)
        return Order(.ship(id, try context.decode { try $0.picks() }, if: precondition))
    }

    @Loop
    static func cancel(_ context: Context) throws(Problem) -> Order {
        let id = try context.id(of: Reservation.self)
        let precondition = try Precondition(context.request)
        return Order(.cancel(id, try context.decode { try $0.picks() }, if: precondition))
    }

    @Loop
    static func release(_ context: Context) throws(Problem) -> Order {
        let id = try context.id(of: Reservation.self)
        let precondition = try Precondition(context.request)
        try context.decode { try $0.object { _, _ in false } }
        return Order(.release(id, if: precondition))
    }
}
