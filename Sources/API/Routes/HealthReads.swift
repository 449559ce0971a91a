internal import Domain
internal import Engine
internal import HTTP
internal import JSON
internal import Store

/// Whether the process and the books are well.
enum HealthReads {
    static let routes = [
        Route(
            .get, "/health/live", access: .open, "Says that the process runs.",
            answers: [RouteAnswer(200, "It does.", Schemas.status)], action: .memory(live)),
        Route(
            .get, "/health/ready", access: .open, "Says whether it takes new work.",
            answers: [RouteAnswer(200, "It does.", Schemas.status)], action: .memory(ready)),
        Route(
            .get, "/metrics", access: .local(.metricsRead), "Shows counters for Prometheus.",
            answers: [RouteAnswer(200, "The counters.", contentType: "text/plain")],
            action: .memory(metrics)),
        Route(
            .get, "/v1/inventory/health", access: .secret(.healthRead),
            "Recounts the books and says where they do not balance.",
            answers: [
                RouteAnswer(200, "The checks and what they found.", Schemas.inventoryHealth)
            ],
            action: .query(inventory)),
    ]

    @Loop private static func live(_ context: Context) throws(Problem) -> Response {
        status("ok")
    }

    @Loop private static func ready(_ context: Context) throws(Problem) -> Response {
        guard !context.services.state.isDraining else {
            throw Problem(.unavailable, "The process is about to end.", retryAfter: 1)
        }
        return status("ready")
    }

    private static func status(_ word: String) -> Response {
        var writer = JSONWriter()
        writer.object { $0.field("status", word) }
        return Response(status: 200, contentType: "application/json", body: writer.bytes)
    }

    @Loop private static func metrics(_ context: Context) throws(Problem) -> Response {
        let services = context.services
        // A key sees its own tenant, the machine itself all of them.
        let tenant = context.principal.key == nil ? nil : context.tenant
        let shops = services.engine.read { residents, _ in
            residents.shops.filter { tenant == nil || $0.key == tenant }.map { id, shop in
                ShopCounts(
                    tenant: id, items: shop.itemCount, reservations: shop.openReservationCount,
                    position: residents.positions[id] ?? 0)
            }
        }
        var metrics = MetricsText()
        metrics.add(
            "holdfast_http_answers_total", .counter, "Answers by status.",
            services.state.answers.map {
                (labels: [("status", String($0.status))], value: Int64($0.count))
            })
        metrics.add(
            "holdfast_http_shed_total", .counter, "Requests refused because too many waited.",
            Int64(services.state.shedCount))
        metrics.add(
            "holdfast_streams_open", .gauge, "Streams of events that are open.",
            Int64(services.hub.openCount))
        add(shops.sorted { $0.tenant < $1.tenant }, to: &metrics)
        return Response(
            status: 200, contentType: "text/plain; version=0.0.4; charset=utf-8",
            body: Array(metrics.text.utf8))
    }

    private struct ShopCounts: Sendable {
        let tenant: ID<Tenant>
        let items: Int
        let reservations: Int
        let position: Int64
    }

    private static func add(_ shops: [ShopCounts], to metrics: inout MetricsText) {
        func values(
            _ value: (ShopCounts) -> Int64
        ) -> [(labels: [(name: String, value: String)], value: Int64)] {
            shops.map { (labels: [("tenant", $0.tenant.text)], value: value($0)) }
        }
        metrics.add("holdfast_items", .gauge, "Items.", values { Int64($0.items) })
        metrics.add(
            "holdfast_reservations_open", .gauge, "Open reservations.",
            values { Int64($0.reservations) })
        metrics.add(
            "holdfast_event_position", .counter, "The event log's last position.",
            values(\.position))
    }

    @Loop private static func inventory(_ context: Context) throws(Problem) -> Query.Job {
        let failureRate = context.services.hub.failureRate(of: context.tenant)
        return { context in
            let health = try InventoryHealth(failureRate: failureRate, context)
            return health.response(names: try NameBook(of: health.items, context))
        }
    }
}
