internal import Domain
internal import Engine
internal import Store

/// Keeps the items of a list that have a status. The database does not know it: what is available
/// stands in memory and changes with the time.
struct StockFilter: Sendable {
    static let words = ["in", "low", "out"]

    /// Nil keeps all.
    let status: StockStatus?

    /// Items looked at for one page at most; one that found too few ends early, with a cursor.
    private static let examinedMaximum = 20_000
    private static let examinedAtOnce = 500

    struct Page {
        var records: [ItemRecord] = []
        /// Where the list goes on; nil at its end.
        var next: Cursor.Key?
    }

    static func status(_ word: String) -> StockStatus? {
        switch word {
        case "in": .inStock
        case "low": .lowStock
        case "out": .outOfStock
        case _: nil
        }
    }

    func page(
        _ filter: ItemFilter, _ request: ListRequest, isEmpty: Bool, _ context: ReadContext
    ) throws -> Page {
        var page = Page()
        guard !isEmpty else { return page }
        let size = status == nil ? request.limit : Self.examinedAtOnce
        var key = request.after
        var examined = 0
        while true {
            let records = try Self.records(filter, request, after: key, limit: size + 1, context)
            for record in kept(records.prefix(size), context) {
                page.records.append(record)
                guard page.records.count < request.limit else {
                    let isLast = record.item.id == records.last?.item.id
                    page.next = isLast ? nil : Self.key(of: record, request)
                    return page
                }
            }
            guard records.count > size else { return page }
            key = Self.key(of: records[size - 1], request)
            examined += size
            guard examined < Self.examinedMaximum else {
                page.next = key
                return page
            }
        }
    }

    private func kept(
        _ records: ArraySlice<ItemRecord>, _ context: ReadContext
    ) -> [ItemRecord] {
        guard let status else { return Array(records) }
        let tenant = context.tenant
        let skus = records.map(\.item.sku)
        let matches = context.services.engine.read { residents, now -> [Bool] in
            guard let shop = residents.shops[tenant] else { return skus.map { _ in false } }
            return skus.map { shop.stockView(of: $0, on: nil, at: now)?.status == status }
        }
        return zip(records, matches).filter(\.1).map(\.0)
    }

    private static func records(
        _ filter: ItemFilter, _ request: ListRequest, after key: Cursor.Key?, limit: Int,
        _ context: ReadContext
    ) throws -> [ItemRecord] {
        if request.field == "sku" {
            let order = PageOrder(
                after: key?.text, isDescending: request.isDescending, limit: limit)
            return try ItemQueries.page(
                filter, bySKU: order, of: context.tenant, in: context.snapshot)
        }
        let order = PageOrder(
            after: key?.number, isDescending: request.isDescending, limit: limit)
        return try ItemQueries.page(
            filter, byAge: order, of: context.tenant, in: context.snapshot)
    }

    private static func key(of record: ItemRecord, _ request: ListRequest) -> Cursor.Key {
        request.field == "sku" ? .text(record.item.sku) : .number(record.item.id.rawValue)
    }
}
