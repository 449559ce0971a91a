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
        guard head.headerCount("content-encoding") == 0 else {
            throw Problem(.unsupportedMediaType, "The body must not be compressed.")
        }
        guard head.headerCount("content-type") == 1, let type = head.header("content-type"),
            isJSON(type)
        else {
            throw Problem(.unsupportedMediaType, "Content-Type must be application/json.")
        }
    }

    /// `application/json`, perhaps with `charset=utf-8`.
    static func isJSON(_ type: String) -> Bool {
        if type == "application/json" { return true }
        let parts = type.lowercased().split(separator: ";", omittingEmptySubsequences: false)
            .map { $0.filter { $0 != " " && $0 != "\t" } }
        guard parts[0] == "application/json", parts.count <= 2 else { return false }
        return parts.count == 1 || parts[1] == "charset=utf-8"
            || parts[1] == "charset=\"utf-8\""
    }
}
