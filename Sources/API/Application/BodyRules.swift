internal import HTTP

/// What kind of body a route takes.
enum BodyRules {
    /// - Throws: `unsupported_media_type`.
    static func check(
        _ head: RequestHead, hasBody: Bool, _ body: Route.Body
    ) throws(Problem) {
        switch body {
        case .none: return
        case .optionalJSON where !hasBody: return
        case .json, .optionalJSON: break
        }
        guard case .none = head.headerValue("content-encoding") else {
            throw Problem(.unsupportedMediaType, "The body must not be compressed.")
        }
        // What nearly all say is told apart without making a text of it.
        if head.header("content-type", is: "application/json") { return }
        guard case .one(let type) = head.headerValue("content-type"),
            isJSON(String(decoding: type, as: UTF8.self))
        else {
            throw Problem(.unsupportedMediaType, "Content-Type must be application/json.")
        }
    }

    /// `application/json`, perhaps with `charset=utf-8`.
    static func isJSON(_ type: String) -> Bool {
        let parts = type.lowercased().split(separator: ";", omittingEmptySubsequences: false)
            .map { $0.filter { $0 != " " && $0 != "\t" } }
        guard parts[0] == "application/json", parts.count <= 2 else { return false }
        return parts.count == 1 || parts[1] == "charset=utf-8"
            || parts[1] == "charset=\"utf-8\""
    }
}
