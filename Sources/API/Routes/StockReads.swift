internal import Domain
internal import Engine
internal import HTTP
internal import JSON
internal import Store

/// Stock as of now, answered on the loop from memory.
enum StockReads {
    /// Items that may be asked for at once.
    static let skuMaximum = 200

    static let routes = [
        Route(
            .get, "/v1/stock", access: .publishable(.stockRead),
            "Shows the stock of up to 200 items as of now.",
            query: [skuParameter, channelParameter],
            answers: [RouteAnswer(200, "The stock; skus not known stand in `unknown`.", stock)],
            action: .memory(list)),
        Route(
            .post, "/v1/stock/check", access: .publishable(.stockRead),
            "Says whether these lines could be had now; holds nothing.",
            body: .json(checkBody),
            answers: [RouteAnswer(200, "What could be had of each line.", checkAnswer)],
            action: .memory(check)),
        Route(
            .get, "/v1/stock/{sku}/explain", access: .secret(.stockRead),
            "Shows how a channel's promise of an item comes about, number by number.",
            query: [channelParameter],
            answers: [RouteAnswer(200, "The steps.", Explanation.schema)],
            action: .memory(explain)),
        Route(
            .get, "/v1/stock/stream", access: .publishable(.stockRead),
            "Streams what a channel may promise of up to 200 items: first as it is, then changes.",
            query: [skuParameter, channelParameter],
            answers: [
                RouteAnswer(
                    200, "Events named `stock`, with `data` of this shape.",
                    eventsOf: Schemas.stockEvent)
            ],
            action: .stream(stream)),
    ]

    private static let skuParameter = QueryParameter(
        "sku", "An item; may stand here up to 200 times.", repeats: true, isRequired: true)

    private static let channelParameter = QueryParameter(
        "channel", "Where it sells.", .string(min: 1, max: 100))

    // MARK: Answering

    @Loop private static func list(_ context: Context) throws(Problem) -> Response {
        let skus = try skus(in: context.query)
        let channel = try Parameters.channel(in: context.query)
        let tenant = context.tenant
        guard context.principal.isPublic else {
            let (views, now) = context.services.engine.read { residents, now in
                (residents.shops[tenant]?.stockViews(of: skus, on: channel, at: now) ?? [], now)
            }
            return response(skus, views, asOf: now) { StockJSON.write($0, to: &$1) }
        }
        let (stocks, now) = context.services.engine.read { residents, now in
            let shop = residents.shops[tenant]
            return (shop?.publicStocks(of: skus, on: channel ?? .online, at: now) ?? [], now)
        }
        return response(skus, stocks, asOf: now) { StockJSON.write($0, to: &$1) }
    }

    private static func response<Stock>(
        _ skus: [String], _ stocks: [Stock?], asOf now: Timestamp,
        write: (Stock, inout JSONWriter) -> Void
    ) -> Response {
        var writer = JSONWriter(reservingCapacity: 128 + skus.count * 256)
        writer.object { writer in
            writer.field("data") { writer in
                writer.array { writer in
                    for case let stock? in stocks { write(stock, &writer) }
                }
            }
            writer.field("unknown") { writer in
                writer.array { writer in
                    for (sku, stock) in zip(skus, stocks) where stock == nil {
                        writer.element(sku)
                    }
                }
            }
            writer.field("as_of", now)
        }
        return Response(status: 200, contentType: "application/json", body: writer.bytes)
    }

    @Loop private static func check(_ context: Context) throws(Problem) -> Response {
        let check = try context.decode { try StockCheck(&$0) }
        let tenant = context.tenant
        let isPublic = context.principal.isPublic
        let (findings, cap) = context.services.engine.read { residents, now in
            guard let shop = residents.shops[tenant] else {
                return ([StockCheck.Finding](), Int64?.none)
            }
            return (check.findings(in: shop, at: now), shop.settings.displayCap)
        }
        var writer = JSONWriter(reservingCapacity: 64 + findings.count * 128)
        writer.object { writer in
            writer.field("ok", findings.allSatisfy { $0.code == nil })
            writer.field("lines") { writer in
                writer.array { writer in
                    for finding in findings {
                        write(finding, cap: isPublic ? cap : nil, to: &writer)
                    }
                }
            }
        }
        return Response(status: 200, contentType: "application/json", body: writer.bytes)
    }

    private static func write(
        _ finding: StockCheck.Finding, cap: Int64?, to writer: inout JSONWriter
    ) {
        writer.object { writer in
            writer.field("sku", finding.sku)
            writer.field("requested", finding.requested)
            writer.field("available", min(finding.available, cap ?? .max))
            writer.field("ok", finding.code == nil)
            if let code = finding.code { writer.field("code", code.name) }
        }
    }

    @Loop private static func explain(_ context: Context) throws(Problem) -> Response {
        let sku = context.parameter()
        let channel = try Parameters.channel(in: context.query) ?? .online
        let tenant = context.tenant
        let (found, now) = context.services.engine.read { residents, now in
            (
                residents.shops[tenant].flatMap {
                    Explanation(of: sku, on: channel, in: $0, at: now)
                }, now
            )
        }
        guard let explanation = found else { throw .notFound }
        var writer = JSONWriter(reservingCapacity: 2_048)
        explanation.write(to: &writer, asOf: now)
        return Response(status: 200, contentType: "application/json", body: writer.bytes)
    }

    @Loop private static func stream(
        _ context: Context, _ exchange: Exchange
    ) throws(Problem) {
        let wish = StockHub.Wish(
            tenant: context.tenant, key: context.principal.key,
            skus: try skus(in: context.query),
            channel: try Parameters.channel(in: context.query) ?? .online,
            isPublic: context.principal.isPublic)
        let hub = context.services.hub
        let items = try hub.stock.items(of: wish, context.services.engine)
        try hub.open(context, exchange) { sink in
            hub.stock.subscribe(sink, wish, items, context.services.engine)
        }
    }

    /// The skus asked for, each once.
    private static func skus(in query: Query) throws(Problem) -> [String] {
        let named = query.all("sku")
        var seen = Set<String>(minimumCapacity: named.count)
        let skus = named.filter { seen.insert($0).inserted }
        guard !skus.isEmpty else { throw .parameter("sku", "At least one sku is needed.") }
        guard skus.count <= skuMaximum else {
            throw .parameter("sku", "At most \(skuMaximum) skus are answered at once.")
        }
        return skus
    }

    // MARK: Describing

    private static let stock = Schema.object([
        .init("data", .array(StockJSON.schema), required: true),
        // As they were asked for, whatever that was.
        .init("unknown", .array(.text), required: true),
        .init("as_of", .time, required: true),
    ])

    private static let checkBody = Schema.object([
        .init(
            "lines",
            .array(
                .object([
                    .init("sku", .sku, required: true),
                    .init("quantity", Schemas.quantity, required: true),
                ]), min: 1, max: 200), required: true),
        .init("channel", .nullable(Schemas.channel)),
    ])

    private static let checkAnswer = Schema.object([
        .init("ok", .boolean, required: true),
        .init(
            "lines",
            .array(
                .object([
                    .init("sku", .sku, required: true),
                    .init("requested", .count, required: true),
                    .init("available", .count, required: true),
                    .init("ok", .boolean, required: true),
                    .init("code", .text),
                ])), required: true),
    ])
}
