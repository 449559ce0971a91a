internal import Domain
internal import Engine
internal import HTTP
internal import JSON
internal import Store

/// Reservations as they are now: one past its expiry reads `expired`, booked or not.
enum ReservationReads {
    static let routes = [
        Route(
            .get, "/v1/reservations", access: .secret(.reservationsRead), "Lists reservations.",
            query: ListRequest.parameters(sortedBy: "created_at") + [
                QueryParameter(
                    "state", "In this state now.",
                    .oneOf(Reservation.State.allCases.map(\.word))),
                QueryParameter(
                    "kind", "Of this kind.", .oneOf(Reservation.Kind.allCases.map(\.word))),
                QueryParameter("sku", "With units of this item.", .string(max: 100)),
                QueryParameter("holder", "Of this holder.", .string(max: 200)),
                QueryParameter(
                    "expiring_within_seconds", "Active, and at an end by then.",
                    .integer(min: 0, max: withinMaximum)),
            ],
            answers: [RouteAnswer(200, "A page of reservations.", .list(of: Schemas.reservation))],
            action: .query(list)),
        Route(
            .get, "/v1/reservations/{id}", access: .secret(.reservationsRead),
            "Shows a reservation.",
            answers: [RouteAnswer(200, "The reservation.", Schemas.reservation)],
            action: .query(one)),
        Route(
            .get, "/v1/holders/{holder}/reservation", access: .publishable(.reservationsRead),
            "Shows the active reservation of a holder's session.",
            answers: [RouteAnswer(200, "The reservation.", Schemas.reservation)],
            action: .memory(session)),
    ]

    /// 30 days.
    private static let withinMaximum: Int64 = 2_592_000

    @Loop private static func list(_ context: Context) throws(Problem) -> Query.Job {
        let query = context.query
        let request = try ListRequest(context, sorts: ["-created_at"])
        let states = Reservation.State.allCases.map(\.word)
        let kinds = Reservation.Kind.allCases.map(\.word)
        let filter = ReservationFilter(
            state: try Parameters.word("state", in: query, states) { .init(word: $0) },
            kind: try Parameters.word("kind", in: query, kinds) { .init(word: $0) },
            holder: try Parameters.text("holder", in: query))
        let sku = try Parameters.text("sku", in: query, maximum: 100)
        let seconds = try Parameters.integer(
            "expiring_within_seconds", in: query, 0...withinMaximum)
        return { context in
            var filter = filter
            filter.expiresBy = seconds.map(context.now.adding(seconds:))
            if let sku {
                filter.item =
                    try NameQueries.item(sku, tenant: context.tenant, in: context.snapshot)
                    ?? ID(rawValue: 0)
            }
            let position = try HeadQueries.position(of: context.tenant, in: context.snapshot)
            let found = try ReservationQueries.page(
                filter, request.byNumber, of: context.tenant, now: context.now,
                in: context.snapshot)
            let names = try NameBook(of: found.flatMap(\.items), context)
            return ListResponse.page(
                found, request, position: position, key: { .number($0.id.rawValue) }
            ) { reservation, writer in
                ReservationJSON.write(
                    reservation.asOf(context.now), to: &writer, names: names)
            }
        }
    }

    @Loop private static func one(_ context: Context) throws(Problem) -> Query.Job {
        guard let id = ID<Reservation>(text: context.parameter()) else { throw .notFound }
        return { context in
            guard let reservation = try find(id, context) else { throw Problem.notFound }
            let names = try NameBook(of: reservation.items, context)
            return response(reservation.asOf(context.now), names: names)
        }
    }

    /// In memory while it is open, else in the database.
    private static func find(
        _ id: ID<Reservation>, _ context: ReadContext
    ) throws -> Reservation? {
        let tenant = context.tenant
        let open = context.services.engine.read { residents, _ in
            residents.shops[tenant]?.reservation(id)
        }
        return try open
            ?? ReservationQueries.one(id, of: context.tenant, in: context.snapshot)
    }

    @Loop private static func session(_ context: Context) throws(Problem) -> Response {
        let holder = context.parameter()
        try HolderRules.check(holder, context.principal)
        let tenant = context.tenant
        let found = context.services.engine.read { residents, now -> Response? in
            guard let shop = residents.shops[tenant] else { return nil }
            let held = shop.reservations(of: holder).lazy.compactMap(shop.reservation)
                .first { $0.isSession && $0.state == .active && !$0.hasExpired(at: now) }
            return held.map { response($0, names: shop) }
        }
        guard let found else { throw .notFound }
        return found
    }

    private static func response(
        _ reservation: Reservation, names: borrowing some Names
    ) -> Response {
        var writer = JSONWriter(reservingCapacity: 768)
        ReservationJSON.write(reservation, to: &writer, names: names)
        return Response(
            status: 200, headers: ["ETag": "\"\(reservation.version)\""],
            contentType: "application/json", body: writer.bytes)
    }
}
