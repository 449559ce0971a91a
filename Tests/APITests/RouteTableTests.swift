import HTTP
import Testing

@testable import API

@Suite("Route table")
struct RouteTableTests {
    static let routes = Routes.all(APIConfiguration(), hasTestClock: true)

    @Test("no two routes have the same method and path, also with other parameter names")
    func overlap() {
        var seen: Set<String> = []
        for route in Self.routes {
            let path = route.path.segments.map { segment in
                if case .literal(let text) = segment { text } else { "{}" }
            }
            let name = route.method.name + " /" + path.joined(separator: "/")
            #expect(seen.insert(name).inserted, "\(name) is there twice")
        }
    }

    @Test("without a credential only what describes and what watches can be reached")
    func open() {
        let open = Self.routes.filter { $0.access == .open }.map(\.path.text)
        for path in open {
            let first = path.split(separator: "/").first ?? ""
            #expect(["health", "openapi.json", "docs", "demo"].contains(first), "\(path)")
        }
    }

    @Test("a publishable key reaches what storefronts need, and nothing else")
    func publishable() {
        let reach = Self.routes.filter { route in
            switch route.access {
            case .publishable, .door: true
            case .open, .secret, .local, .root: false
            }
        }.map { "\($0.method.name) \($0.path.text)" }
        let allowed: Set<String> = [
            "GET /v1/stock", "POST /v1/stock/check", "GET /v1/stock/stream",
            "GET /v1/holders/{holder}/reservation", "PUT /v1/holders/{holder}/reservation",
            "DELETE /v1/holders/{holder}/reservation", "POST /api/reserve-inventory",
            "DELETE /api/reserve-inventory", "GET /api/reserve-inventory",
            "GET /api/stock-status",
        ]
        #expect(Set(reach).isSubset(of: allowed), "\(Set(reach).subtracting(allowed))")
    }

    @Test("every route says what it answers")
    func answers() {
        for route in Self.routes {
            #expect(!route.answers.isEmpty, "\(route.path.text)")
            #expect(route.answers.allSatisfy { (200..<300).contains($0.status) })
            #expect(route.summary.hasSuffix("."), "\(route.path.text)")
        }
    }

    @Test(
        "a path finds its route and its parameters",
        arguments: [
            (.post, ["v1", "reservations"], "/v1/reservations", []),
            (.post, ["v1", "reservations", "r", "commit"], "/v1/reservations/{id}/commit", ["r"]),
            (.put, ["v1", "items", "a/b c"], "/v1/items/{sku}", ["a/b c"]),
            (
                .delete, ["v1", "holders", "h", "reservation"], "/v1/holders/{holder}/reservation",
                ["h"]
            ),
        ] as [(HTTP.Method, [String], String, [String])])
    func found(method: HTTP.Method, segments: [String], path: String, parameters: [String]) {
        guard case .route(let route, let found) = Self.table.match(method, segments) else {
            Issue.record("no route")
            return
        }
        #expect(route.path.text == path)
        #expect(found == parameters)
    }

    @Test(
        "unknown paths, empty segments included, are unknown",
        arguments: [
            ["v1"], [], ["v1", "nothing"], ["v1", "items", ""], ["v1", "reservations", ""],
            ["", "v1", "items"], ["v1", "reservations", "r", "commit", ""],
        ])
    func unknown(segments: [String]) {
        guard case .unknown = Self.table.match(.get, segments) else {
            Issue.record("found \(segments)")
            return
        }
    }

    @Test("another method is refused with those that there are")
    func method() {
        let path = ["v1", "reservations", "r", "commit"]
        guard case .methodNotAllowed(let methods) = Self.table.match(.put, path) else {
            Issue.record("not refused")
            return
        }
        #expect(Set(methods) == [.post, .options])
        guard case .methodNotAllowed = Self.table.match(.other, path) else {
            Issue.record("not refused")
            return
        }
    }

    @Test("HEAD finds what GET does")
    func head() {
        guard case .route(let route, _) = Self.table.match(.head, ["openapi.json"]) else {
            Issue.record("no route")
            return
        }
        #expect(route.method == .get)
    }

    @Test("the documentation can be closed")
    func closed() {
        let routes = Routes.all(APIConfiguration(docs: false), hasTestClock: false)
        let paths = Set(routes.map(\.path.text))
        #expect(paths.isDisjoint(with: ["/openapi.json", "/docs", "/test/clock"]))
    }

    private static let table = RouteTable(routes)
}
