internal import Domain
internal import Engine
internal import HTTP
internal import Platform
internal import Store

/// The demo shop's storefront. It is there only where the demo shop is, and holds its
/// publishable key.
enum DemoReads {
    static let routes = [
        Route(
            .get, "/demo", access: .open, "Shows the demo shop.",
            answers: [RouteAnswer(200, "The page.", contentType: "text/html")],
            action: .query(page)),
        route(to: style, "/demo/shop.css", "Tells how the demo shop looks.", "text/css"),
        route(
            to: script, "/demo/shop.js", "Keeps the demo shop's page current.",
            "text/javascript"),
        Route(
            .get, "/demo/art/{picture}", access: .open, "Draws a picture of the demo shop.",
            answers: [RouteAnswer(200, "The picture.", contentType: "image/svg+xml")],
            action: .memory(picture)),
    ]

    /// What the page may load: its own files, its own pictures, and the API.
    private static let policy = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
        connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
        """

    /// Products on the page.
    private static let productMaximum = 12
    private static let itemsAtOnce = 200

    private static let style = StaticFile(
        bytes: Array(DemoStyle.text.utf8), contentType: "text/css; charset=utf-8")
    private static let script = StaticFile(
        bytes: Array(DemoScript.text.utf8), contentType: "text/javascript; charset=utf-8")

    @Loop private static func page(_ context: Context) throws(Problem) -> Query.Job {
        guard let key = key(context), let tenant = tenant(of: key, context) else {
            throw .notFound
        }
        return { context in
            let products = try products(of: tenant, context)
            let page = DemoPage(key: key, products: products)
            return Response(
                status: 200,
                headers: ["Content-Security-Policy": policy, "Cache-Control": "no-store"],
                contentType: "text/html; charset=utf-8", body: Array(page.html.utf8))
        }
    }

    private static func route(
        to file: StaticFile, _ path: PathPattern, _ summary: String, _ type: String
    ) -> Route {
        Route(
            .get, path, access: .open, summary,
            answers: [RouteAnswer(200, "The file.", contentType: type)],
            action: .memory { context throws(Problem) in
                guard key(context) != nil else { throw .notFound }
                return file.response(to: context.request)
            })
    }

    @Loop private static func picture(_ context: Context) throws(Problem) -> Response {
        guard key(context) != nil, let art = DemoArt(file: context.parameter()) else {
            throw .notFound
        }
        let file = StaticFile(
            bytes: Array(art.svg.utf8), contentType: "image/svg+xml",
            cacheControl: "max-age=86400")
        return file.response(to: context.request)
    }

    @Loop private static func key(_ context: Context) -> String? {
        let configuration = context.services.configuration
        return configuration.docs ? configuration.demoKey : nil
    }

    @Loop private static func tenant(of key: String, _ context: Context) -> ID<Tenant>? {
        let digest = Digest.sha256(key)
        return context.services.engine.read { residents, _ in residents.keys[digest]?.tenant }
    }

    /// The items that have a picture of the demo's own, as they are now.
    private static func products(
        of tenant: ID<Tenant>, _ context: ReadContext
    ) throws -> [DemoPage.Product] {
        var pictured: [ItemRecord] = []
        var last: String?
        while pictured.count < productMaximum {
            let order = PageOrder(after: last, limit: itemsAtOnce)
            let records = try ItemQueries.page(
                ItemFilter(isActive: true), bySKU: order, of: tenant, in: context.snapshot)
            pictured += records.filter { $0.profile.imageURL?.hasPrefix("/demo/art/") == true }
            guard let end = records.last, records.count == itemsAtOnce else { break }
            last = end.item.sku
        }
        let shown = pictured.prefix(productMaximum)
        let stocks = context.services.engine.read { residents, now in
            shown.map { record in
                residents.shops[tenant]?.publicStock(of: record.item.id, on: .online, at: now)
            }
        }
        return zip(shown, stocks).compactMap { record, stock in
            stock.map { DemoPage.Product(record: record, stock: $0) }
        }
    }
}
