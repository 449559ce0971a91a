internal import Domain
internal import Engine
internal import HTTP
internal import JSON
internal import Store

/// Items as they are.
enum ItemReads {
    static let routes = [
        Route(
            .get, "/v1/items", access: .secret(.itemsRead), "Lists items.",
            query: ListRequest.parameters(sortedBy: "sku", "created_at") + [
                QueryParameter(
                    "q", "Stands anywhere in sku, title or barcode.", .string(max: searchMaximum)),
                QueryParameter("product_id", "Items of this product."),
                QueryParameter("category", "Items of this category."),
                QueryParameter("stock", "By what is available.", .oneOf(StockFilter.words)),
                QueryParameter("supplier", "Items of this supplier."),
                QueryParameter("active", "Whether they are sold.", .boolean),
                includeParameter,
            ],
            answers: [RouteAnswer(200, "A page of items.", .list(of: Schemas.item))],
            action: .query(list)),
        Route(
            .get, "/v1/items/{sku}", access: .secret(.itemsRead), "Shows an item.",
            query: [includeParameter],
            answers: [RouteAnswer(200, "The item.", Schemas.item)], action: .query(one)),
    ]

    private static let includeParameter = QueryParameter(
        "include", "`stock` adds the quantities.", .oneOf(["stock"]))

    private static let searchMaximum = 100

    @Loop private static func list(_ context: Context) throws(Problem) -> Query.Job {
        let query = context.query
        let request = try ListRequest(context, sorts: ["sku", "created_at"])
        let filter = ItemFilter(
            text: try Parameters.text("q", in: query, maximum: searchMaximum)?.lowercased(),
            productID: try Parameters.text("product_id", in: query),
            category: try Parameters.text("category", in: query),
            isActive: try Parameters.boolean("active", in: query))
        let status = try Parameters.word(
            "stock", in: query, StockFilter.words, StockFilter.status)
        let includesStock = try includesStock(query)
        // There are no suppliers yet, so no item is one's.
        let isEmpty = query.first("supplier") != nil
        return { context in
            let position = try HeadQueries.position(of: context.tenant, in: context.snapshot)
            let found = try StockFilter(status: status).page(
                filter, request, isEmpty: isEmpty, context)
            let names = try NameBook(of: found.records.flatMap(\.components), context)
            let stocks = includesStock ? stocks(of: found.records, context) : [:]
            return ListResponse.response(
                found.records, next: found.next, request, position: position
            ) { record, writer in
                write(record, stocks[record.item.sku], to: &writer, names: names)
            }
        }
    }

    @Loop private static func one(_ context: Context) throws(Problem) -> Query.Job {
        let sku = context.parameter()
        let includesStock = try includesStock(context.query)
        return { context in
            let found = try ItemQueries.one(sku, of: context.tenant, in: context.snapshot)
            guard let record = found else { throw Problem.notFound }
            let names = try NameBook(of: record.components, context)
            let stocks = includesStock ? stocks(of: [record], context) : [:]
            var writer = JSONWriter(reservingCapacity: 768)
            write(record, stocks[sku], to: &writer, names: names)
            return Response(
                status: 200, headers: ["ETag": "\"\(record.item.version)\""],
                contentType: "application/json", body: writer.bytes)
        }
    }

    private static func includesStock(_ query: Query) throws(Problem) -> Bool {
        try Parameters.word("include", in: query, ["stock"]) { $0 } != nil
    }

    private static func stocks(
        of records: [ItemRecord], _ context: ReadContext
    ) -> [String: StockView] {
        let skus = records.map(\.item.sku)
        let tenant = context.tenant
        let views = context.services.engine.read { residents, now -> [StockView] in
            guard let shop = residents.shops[tenant] else { return [] }
            return skus.compactMap { shop.stockView(of: $0, on: nil, at: now) }
        }
        return Dictionary(views.map { ($0.sku, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private static func write(
        _ record: ItemRecord, _ stock: StockView?, to writer: inout JSONWriter, names: NameBook
    ) {
        writer.object { writer in
            ItemJSON.writeFields(record.item, record.profile, to: &writer, names: names)
            if let stock { writer.field("stock") { StockJSON.write(stock, to: &$0) } }
        }
    }
}

extension ItemRecord {
    fileprivate var components: [ID<Item>] { item.components.map(\.item) }
}
