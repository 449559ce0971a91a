internal import HTTP

/// One call of the API: how it is reached, by whom, what it takes and gives, and what it does.
///
/// The server dispatches by this table, and writes its own description from it.
final class Route: Sendable {
    let method: Method
    let path: PathPattern
    let access: Access
    /// One sentence.
    let summary: String
    /// What it takes beside its path; nothing else is accepted.
    let query: [QueryParameter]
    let body: Body
    let answers: [RouteAnswer]
    let action: Action

    init(
        _ method: Method, _ path: PathPattern, access: Access, _ summary: String,
        query: [QueryParameter] = [], body: Body = .none, answers: [RouteAnswer],
        action: Action
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.summary = summary
        self.query = query
        self.body = body
        self.answers = answers
        self.action = action
    }

    enum Body: Sendable {
        /// What is sent is read and thrown away.
        case none
        case json(Schema)
        /// JSON, or nothing at all, which is the same as `{}`.
        case optionalJSON(Schema)
    }

    /// The folder of the path's first segment: `api` marks the doors, which have their own form.
    var isDoor: Bool { path.segments.first == .literal("api") }

    /// A route that changes nothing reads the header too, for a client that sends it anyhow.
    var takesIdempotencyKey: Bool { method == .post || method == .patch }
}

/// What a route answers when all is well.
struct RouteAnswer: Sendable {
    let status: Int
    let summary: String
    let contentType: String?
    let schema: Schema?

    init(_ status: Int, _ summary: String, _ schema: Schema? = nil) {
        self.status = status
        self.summary = summary
        self.schema = schema
        contentType = schema == nil ? nil : "application/json"
    }

    /// A stream of server-sent events; `data` is the shape of what each carries as JSON.
    init(_ status: Int, _ summary: String, eventsOf data: Schema) {
        self.status = status
        self.summary = summary
        contentType = "text/event-stream"
        schema = data
    }

    /// An answer that is not JSON.
    init(_ status: Int, _ summary: String, contentType: String) {
        self.status = status
        self.summary = summary
        self.contentType = contentType
        schema = nil
    }
}

/// A name in the query, `sku` in `?sku=A`.
struct QueryParameter: Sendable {
    let name: String
    let summary: String
    let schema: Schema
    let repeats: Bool
    let isRequired: Bool

    init(
        _ name: String, _ summary: String, _ schema: Schema = .string(), repeats: Bool = false,
        isRequired: Bool = false
    ) {
        self.name = name
        self.summary = summary
        self.schema = schema
        self.repeats = repeats
        self.isRequired = isRequired
    }
}

/// A path as it is written in the reference, `/v1/items/{sku}`.
struct PathPattern: Sendable, ExpressibleByStringLiteral {
    enum Segment: Hashable, Sendable {
        case literal(String)
        case parameter(String)
    }

    let text: String
    let segments: [Segment]

    init(stringLiteral text: String) {
        self.text = text
        segments = text.split(separator: "/").map { segment in
            segment.hasPrefix("{")
                ? .parameter(String(segment.dropFirst().dropLast())) : .literal(String(segment))
        }
    }

    var parameters: [String] {
        segments.compactMap { segment in
            guard case .parameter(let name) = segment else { return nil }
            return name
        }
    }
}
