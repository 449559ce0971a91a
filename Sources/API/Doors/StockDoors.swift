internal import Domain
internal import Engine
internal import HTTP
internal import JSON
internal import Store

/// `/api/stock-status`, and the calls that old storefronts make to look after their stock.
enum StockDoors {
    static let routes: [Route] = [
        Route(
            .get, "/api/stock-status", access: .door(.stockRead),
            "Tells what there is of up to 200 products.",
            query: [QueryParameter("productIds", "Separated by commas.", isRequired: true)],
            answers: [RouteAnswer(200, "The stock by product.", Schemas.doorStatus)],
            action: .memory(status)),
        Route(
            .post, "/api/init-reserved-quantity", access: .secret(.stockWrite),
            "Nothing needs to be prepared; it answers so.", body: .optionalJSON(.anything),
            answers: [RouteAnswer(200, "What to do next.", Schemas.doorMessage)],
            action: .memory(prepare)),
        Route(
            .get, "/api/inventory-health", access: .secret(.healthRead),
            "Counts items, reservations and what is low.",
            answers: [RouteAnswer(200, "The counts.", Schemas.doorHealth)],
            action: .query(health)),
        Route(
            .post, "/api/inventory-monitor", access: .secret(.healthRead),
            "Looks at the stock now, and answers like the health call.",
            body: .optionalJSON(.anything),
            answers: [RouteAnswer(200, "The counts.", Schemas.doorHealth)],
            action: .query(health)),
    ]

    private static let productsMax = 200

    @Loop
    static func status(_ context: Context) throws(Problem) -> Response {
        let names = (context.query.first("productIds") ?? "").split(separator: ",").map(String.init)
        guard !names.isEmpty else {
            throw Problem(field: "productIds", "The parameter productIds is missing.")
        }
        guard names.count <= productsMax else {
            throw Problem(
                .tooManyLines, field: "productIds", "At most \(productsMax) are taken.")
        }
        let (tenant, isPublic) = (context.tenant, context.principal.isPublic)
        let counts = context.services.engine.read { residents, now -> [DoorStock] in
            guard let shop = residents.shops[tenant] else { return [] }
            return names.map { name in
                guard let sku = DoorItems.sku(of: name, shop), let item = shop.item(sku) else {
                    return DoorStock()
                }
                return DoorStock(item, in: shop, at: now, isCapped: isPublic)
            }
        }
        var seen: Set<String> = []
        var writer = JSONWriter()
        writer.object { writer in
            for (name, stock) in zip(names, counts)
            where seen.insert(DoorItems.key(name)).inserted {
                writer.field(name) { stock.write(to: &$0) }
            }
        }
        return Response(status: 200, contentType: "application/json", body: writer.bytes)
    }

    /// What storefronts called once, to add a field that is kept by itself here.
    @Loop
    static func prepare(_ context: Context) throws(Problem) -> Response {
        try context.decode { try $0.tolerantObject { _, _ in false } }
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("success", true)
            writer.field("message", "Reserved quantities are kept for every item from the start.")
            writer.field("nextSteps") { writer in
                writer.array { writer in
                    writer.element("Create items with PUT /v1/items/{sku}.")
                    writer.element("Enter what is there with POST /v1/stock/adjustments.")
                }
            }
        }
        return Response(status: 200, contentType: "application/json", body: writer.bytes)
    }

    /// Recounts, and says in the old form what was found.
    @Loop
    static func health(_ context: Context) throws(Problem) -> Query.Job {
        if context.request.method == .post {
            try context.decode { try $0.tolerantObject { _, _ in false } }
        }
        let failureRate = context.services.hub.failureRate(of: context.tenant)
        return { context in
            let health = try InventoryHealth(failureRate: failureRate, context)
            var writer = JSONWriter()
            writer.object { writer in
                writer.field("success", true)
                writer.field("status", health.isOK ? "healthy" : "unhealthy")
                writer.field("activeReservations", health.reservations.active)
                writer.field("expiredReservations", health.reservations.expired)
                writer.field("failureRate", failureRate)
                writer.field("recommendations") { writer in
                    writer.array { writer in
                        for text in health.recommendations { writer.element(text) }
                    }
                }
                writer.field("checkedAt", context.now)
            }
            return Response(
                status: 200, contentType: "application/json", body: writer.bytes)
        }
    }
}

/// The quantities as an old storefront counts them; all zero for what is not known.
struct DoorStock: Equatable, Sendable {
    /// What is there and not yet sold.
    var stock: Int64 = 0
    var reserved: Int64 = 0
    var available: Int64 = 0

    init() {}

    init(_ id: ID<Item>, in shop: Shop, at now: Timestamp, isCapped: Bool) {
        guard let found = shop.stockAsOf(id, now) else { return }
        available = shop.availability(of: id, on: .online, asOf: now)
        if found.item.isKit {
            stock = available
        } else {
            for level in found.levels {
                stock += level.quantities.onHand - level.quantities.committed
                reserved += level.quantities.reserved
            }
        }
        guard isCapped, let cap = shop.settings.displayCap else { return }
        available = min(available, cap)
        stock = min(stock, cap)
        reserved = min(reserved, cap)
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("stockQuantity", stock)
            writer.field("reservedQuantity", reserved)
            writer.field("availableStock", available)
            writer.field("isOutOfStock", available == 0)
        }
    }
}
