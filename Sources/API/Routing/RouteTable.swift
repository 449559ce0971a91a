internal import HTTP

/// Finds the route of a request by its path's segments.
struct RouteTable: Sendable {
    let routes: [Route]
    private var root = Node()

    /// - Precondition: no two routes have the same method and path.
    init(_ routes: [Route]) {
        self.routes = routes
        for route in routes { root.insert(route, route.path.segments[...]) }
    }

    enum Match: Sendable {
        /// The route, and the values of its path's parameters.
        case route(Route, [String])
        /// The path is known, not with this method; these it has.
        case methodNotAllowed([Method])
        /// Asked which methods there are.
        case options([Method])
        case unknown
    }

    /// `HEAD` finds what `GET` does.
    func match(_ method: Method, _ segments: [String]) -> Match {
        var parameters: [String] = []
        guard let node = root.find(segments[...], &parameters), !node.routes.isEmpty else {
            return .unknown
        }
        let wanted = method == .head ? .get : method
        if let route = node.routes.first(where: { $0.method == wanted }) {
            return .route(route, parameters)
        }
        return method == .options ? .options(node.methods) : .methodNotAllowed(node.methods)
    }

    /// One segment of all paths that begin alike.
    private struct Node: Sendable {
        var literals: [String: Node] = [:]
        /// One element or none: where any text may stand.
        var parameter: [Node] = []
        var routes: [Route] = []

        var methods: [Method] {
            let methods = routes.map(\.method)
            return methods + (methods.contains(.get) ? [.head] : []) + [.options]
        }

        mutating func insert(_ route: Route, _ path: ArraySlice<PathPattern.Segment>) {
            guard let first = path.first else {
                precondition(
                    !routes.contains { $0.method == route.method },
                    "two routes for \(route.path.text)")
                routes.append(route)
                return
            }
            switch first {
            case .literal(let text):
                literals[text, default: Node()].insert(route, path.dropFirst())
            case .parameter:
                if parameter.isEmpty { parameter.append(Node()) }
                parameter[0].insert(route, path.dropFirst())
            }
        }

        /// A literal goes before a parameter; a parameter is never empty.
        func find(_ path: ArraySlice<String>, _ parameters: inout [String]) -> Node? {
            guard let first = path.first else { return self }
            if let node = literals[first],
                let found = node.find(path.dropFirst(), &parameters), !found.routes.isEmpty
            {
                return found
            }
            guard let node = parameter.first, !first.isEmpty else { return nil }
            parameters.append(first)
            if let found = node.find(path.dropFirst(), &parameters) { return found }
            parameters.removeLast()
            return nil
        }
    }
}

extension Method {
    /// As it is written in a request.
    var name: String {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .post: "POST"
        case .put: "PUT"
        case .patch: "PATCH"
        case .delete: "DELETE"
        case .options: "OPTIONS"
        case .other: "OTHER"
        }
    }
}
