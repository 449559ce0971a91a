internal import HTTP

/// `/openapi.json` and `/docs`, made once from the table of routes.
enum Documentation {
    static func routes(about api: [Route], _ configuration: APIConfiguration) -> [Route] {
        let document = StaticFile(
            bytes: OpenAPIDocument(routes: api, version: configuration.version).bytes(),
            contentType: "application/json")
        let page = ReferencePage(routes: api)
        let reference = StaticFile(
            bytes: page.html(), contentType: "text/html; charset=utf-8")
        let style = StaticFile(
            bytes: Array(ReferencePage.style.utf8), contentType: "text/css; charset=utf-8")
        return [
            Route(
                .get, "/openapi.json", access: .open, "This description, in OpenAPI 3.1.",
                answers: [RouteAnswer(200, "The description.", .anything)],
                action: .memory { context in document.response(to: context.request) }),
            Route(
                .get, "/docs", access: .open, "The reference, for reading.",
                answers: [RouteAnswer(200, "A page.", contentType: "text/html")],
                action: .memory { context in
                    var response = reference.response(to: context.request)
                    response.headers.append(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'self'; frame-ancestors 'none'; "
                            + "base-uri 'none'; form-action 'none'")
                    return response
                }),
            Route(
                .get, "/docs/style.css", access: .open, "How the reference looks.",
                answers: [RouteAnswer(200, "A style sheet.", contentType: "text/css")],
                action: .memory { context in style.response(to: context.request) }),
        ]
    }
}
