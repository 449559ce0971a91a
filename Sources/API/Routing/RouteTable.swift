internal import HTTP

/// Finds the route of a request by its path's segments.
struct RouteTable: Sendable {
    let routes: [Route]
    private let root: Node

    /// - Precondition: no two routes have the same method and path.
    init(_ routes: [Route]) {
        self.routes = routes
        root = Node(routes.map { (route: $0, path: $0.path.segments[...]) })
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

    /// One segment of all paths that begin alike. It is handed on much and never changes: hence a
    /// class.
    private final class Node: Sendable {
        /// A route, and what its path has beyond this node.
        typealias Below = (route: Route, path: ArraySlice<PathPattern.Segment>)

        let literals: [String: Node]
        /// Where any text may stand.
        let parameter: Node?
        let routes: [Route]

        init(_ below: [Below]) {
            var literals: [String: [Below]] = [:]
            var parameters: [Below] = []
            var routes: [Route] = []
            for (route, path) in below {
                switch path.first {
                case .literal(let text)?:
                    literals[text, default: []].append((route, path.dropFirst()))
                case .parameter?: parameters.append((route, path.dropFirst()))
                case nil:
                    precondition(
                        !routes.contains { $0.method == route.method },
                        "two routes for \(route.path.text)")
                    routes.append(route)
                }
            }
            self.literals = literals.mapValues { Node($0) }
            parameter = parameters.isEmpty ? nil : Node(parameters)
            self.routes = routes
        }

        var methods: [Method] {
            let methods = routes.map(\.method)
            return methods + (methods.contains(.get) ? [.head] : []) + [.options]
        }

        /// A literal goes before a parameter; a parameter is never empty.
        func find(_ path: ArraySlice<String>, _ parameters: inout [String]) -> Node? {
            guard let first = path.first else { return self }
            if let node = literals[first],
                let found = node.find(path.dropFirst(), &parameters), !found.routes.isEmpty
            {
                return found
            }
            guard let node = parameter, !first.isEmpty else { return nil }
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
