internal import Domain
internal import Engine
internal import HTTP
internal import JSON
internal import Store

/// `/api/reserve-inventory` and `/api/reserve-stock`.
enum ReservationDoors {
    static let routes: [Route] = [
        Route(
            .post, "/api/reserve-inventory", access: .door(.reservationsWrite),
            "Holds a session's items for two minutes.", body: .json(Schemas.doorReserve),
            answers: [RouteAnswer(200, "What is held.", Schemas.doorReservations)],
            action: .command(reserve)),
        Route(
            .delete, "/api/reserve-inventory", access: .door(.reservationsWrite),
            "Gives a session's items back.", body: .json(Schemas.doorRelease),
            answers: [RouteAnswer(200, "How many units came back.", Schemas.doorReleased)],
            action: .command(release)),
        Route(
            .get, "/api/reserve-inventory", access: .door(.reservationsRead),
            "Lists what sessions hold.",
            query: [QueryParameter("sessionId", "Only this session's.")],
            answers: [RouteAnswer(200, "What is held.", Schemas.doorReservations)],
            action: .memory(list)),
        Route(
            .post, "/api/reserve-stock", access: .secret(.reservationsWrite),
            "Holds an order's items until it is paid or cancelled.",
            body: .json(Schemas.doorOrder),
            answers: [RouteAnswer(200, "What is held.", Schemas.doorReservations)],
            action: .command(reserveOrder)),
    ]

    /// Seconds that this door holds units.
    private static let ttlSeconds: Int64 = 120
    /// Rows of a list without `sessionId`, and open reservations looked at for them.
    private static let listMax = 1_000
    private static let scanMax = 5_000

    @Loop
    static func reserve(_ context: Context) throws(Problem) -> Order {
        let (session, wanted) = try body(context, id: "sessionId")
        try HolderRules.check(session, context.principal, field: "sessionId")
        let items = DoorItems(wanted, of: context.tenant, context.services.engine)
        let request = ReserveRequest(
            lines: items.lines, holder: session, kind: .cart, ttlSeconds: ttlSeconds)
        return Order(
            .restate(holder: session, request), form: .door(names: items.aliases))
    }

    @Loop
    static func release(_ context: Context) throws(Problem) -> Order {
        var session: String?
        try context.decode { reader in
            try reader.tolerantObject { reader, name in
                guard case "sessionId" = name else { return false }
                session = try reader.name(1...190)
                return true
            }
        }
        guard let session else {
            throw Problem(field: "sessionId", "The field sessionId is missing.")
        }
        try HolderRules.check(session, context.principal, field: "sessionId")
        return Order(.releaseSession(holder: session), form: .door(names: [:]))
    }

    @Loop
    static func reserveOrder(_ context: Context) throws(Problem) -> Order {
        let (order, wanted) = try body(context, id: "orderId")
        guard !wanted.isEmpty else {
            throw Problem(field: "items", "There must be at least one item.")
        }
        let holder = HolderRules.orderPrefix + order
        let items = DoorItems(wanted, of: context.tenant, context.services.engine)
        let request = ReserveRequest(lines: items.lines, holder: holder, kind: .order)
        return Order(
            .reserveOnce(holder: holder, request), form: .door(names: items.aliases))
    }

    @Loop
    static func list(_ context: Context) throws(Problem) -> Response {
        let session = context.query.first("sessionId")
        if let session {
            try HolderRules.check(session, context.principal, field: "sessionId")
        } else if context.principal.isPublic {
            throw Problem(field: "sessionId", "The parameter sessionId is missing.")
        }
        let tenant = context.tenant
        let body = context.services.engine.read { residents, now -> [UInt8] in
            guard let shop = residents.shops[tenant] else { return [] }
            let found =
                session.map { shop.reservations(of: $0).compactMap { shop.reservation($0) } }
                ?? Array(shop.openReservations.prefix(scanMax))
            let active = found.filter { reservation in
                reservation.state == .active && reservation.holder != nil
                    && !reservation.hasExpired(at: now)
            }
            return write(active.sorted { $0.id < $1.id }.prefix(listMax), names: shop)
        }
        return Response(status: 200, contentType: "application/json", body: body)
    }

    private static func write(
        _ reservations: some Sequence<Reservation>, names: some Names
    ) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("success", true)
            writer.field("reservations") { writer in
                writer.array { writer in
                    for reservation in reservations {
                        for line in reservation.lines where line.quantity > 0 {
                            writer.object { writer in
                                writer.field("sessionId", reservation.holder)
                                writer.field("productId", names.sku(of: line.item))
                                writer.field("quantity", line.quantity)
                                writer.field("expiresAt", reservation.expiresAt)
                            }
                        }
                    }
                }
            }
        }
        return writer.bytes
    }

    /// The name under `id`, and the items.
    private static func body(
        _ context: Context, id: StaticString
    ) throws(Problem) -> (String, [DoorItems.Wanted]) {
        var name: String?
        var wanted: [DoorItems.Wanted]?
        return try context.decode { reader in
            try reader.tolerantObject { reader, field in
                if id ~= field {
                    name = try reader.name(1...190)
                    return true
                }
                guard case "items" = field else { return false }
                wanted = try DoorItems.read(&reader)
                return true
            }
            return (try reader.required(name, id), try reader.required(wanted, "items"))
        }
    }
}
