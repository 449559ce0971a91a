internal import Domain
internal import Engine
internal import HTTP
internal import JSON

/// A request that was let in: what it says, who sent it, and what a route works with. It is handed
/// on much, and never changes: hence a class.
final class Context: Sendable {
    let request: Request
    /// The route's own path, `/v1/items/{sku}`, for logs and counts.
    let route: Route
    /// The values of the path's parameters, in order.
    let parameters: [String]
    /// Checked against the route's list; empty where the route takes none.
    let query: Query
    let principal: Principal
    let services: Services
    private let reply: ReplyContext

    init(
        request: Request, route: Route, parameters: [String], query: Query,
        principal: Principal, services: Services, reply: ReplyContext
    ) {
        self.request = request
        self.route = route
        self.parameters = parameters
        self.query = query
        self.principal = principal
        self.services = services
        self.reply = reply
    }

    var requestID: String { reply.requestID }

    /// What every answer carries beside its own headers, for those who answer over the exchange.
    @Loop var baseHeaders: HeaderList {
        var headers = HeaderList()
        Application.addPageHeaders(to: &headers, reply)
        return headers
    }

    var tenant: ID<Tenant> { principal.tenant }

    /// The `index`th parameter of the path.
    func parameter(_ index: Int = 0) -> String { parameters[index] }

    /// Decodes the body as JSON.
    ///
    /// - Throws: what is wrong with it, with its place.
    func decode<Value>(
        _ decode: (inout JSONReader) throws -> Value
    ) throws(Problem) -> Value {
        do {
            var reader = try JSONReader(request.body.isEmpty ? emptyObject : request.body)
            return try decode(&reader)
        } catch let error as JSONError {
            throw Problem(error)
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Problem(.internalError, "The request could not be read.")
        }
    }

    private var emptyObject: [UInt8] {
        if case .optionalJSON = route.body { return Array("{}".utf8) }
        return []
    }
}
