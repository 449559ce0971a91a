internal import Domain
internal import Engine
internal import HTTP
internal import Store

/// The web origins that keys allow to read answers in a browser.
///
/// A preflight carries no credential, so it is answered by what any key allows; the request
/// itself by its own key's list.
@Loop
final class OriginList {
    static let exposedHeaders =
        "X-Request-Id, Retry-After, Holdfast-Position, Idempotent-Replayed, ETag, Location, Link"
    private static let allowedHeaders =
        "Authorization, Content-Type, Idempotency-Key, If-Match, Last-Event-ID, "
        + "Holdfast-Min-Position"

    private let engine: Engine
    private var origins: Set<String> = []
    private var readAt = Int64.min

    init(engine: Engine) { self.engine = engine }

    /// Answers `OPTIONS`, and tells a browser whether it may send what it is about to.
    func answer(_ head: RequestHead, methods: [Method], now: Int64) -> Response {
        let names = methods.map(\.name).joined(separator: ", ")
        var response = Response(status: 204, headers: ["Allow": names])
        guard let origin = head.header("origin"),
            head.header("access-control-request-method") != nil
        else { return response }
        response.headers.append("Vary", "Origin")
        refresh(now: now)
        guard origins.contains(origin) else { return response }
        response.headers.append("Access-Control-Allow-Origin", origin)
        response.headers.append("Access-Control-Allow-Methods", names)
        response.headers.append("Access-Control-Allow-Headers", Self.allowedHeaders)
        response.headers.append("Access-Control-Max-Age", "600")
        return response
    }

    /// Reads the keys' lists at most once a second.
    private func refresh(now: Int64) {
        guard now >= readAt.addingReportingOverflow(1_000).partialValue || readAt == .min else {
            return
        }
        readAt = now
        origins = engine.read { residents, _ in
            var origins: Set<String> = []
            for key in residents.keys.values { origins.formUnion(key.allowedOrigins) }
            return origins
        }
    }
}
