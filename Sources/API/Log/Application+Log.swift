internal import Domain
internal import HTTP
internal import JSON

extension Application {
    /// An answer that took longer is slow, in milliseconds.
    static let slowMilliseconds: Int64 = 1_000

    /// Counts an answer, and logs it where it is worth a line.
    ///
    /// `cause` says what failed, or which rule was broken, and holds nothing of the request.
    func note(_ response: Response, _ reply: ReplyContext, cause: String? = nil) {
        let status = response.status
        services.state.note(status: status)
        let took = Self.milliseconds() - reply.startedAt
        let kind = Self.kind(of: status, after: took, isKnown: reply.actor != nil)
        guard services.log.wants(kind) else { return }
        let (level, message) = Self.words(for: kind, status, hasCause: cause != nil)
        services.log.write(kind, level, message) { writer in
            writer.field("request_id", reply.requestID)
            if let tenant = reply.tenant { writer.field("tenant", tenant.text) }
            if let actor = reply.actor { writer.field("actor", actor.text) }
            if let method = reply.method { writer.field("method", method.name) }
            if let route = reply.route { writer.field("route", route) }
            writer.field("status", status)
            if status >= 400, let code = Self.code(in: response.body, isDoor: reply.isDoor) {
                writer.field("code", code)
            }
            if let cause { writer.field("cause", cause) }
            writer.field("ms", took)
        }
    }

    static func kind(
        of status: Int, after milliseconds: Int64, isKnown: Bool
    ) -> Log.Kind {
        // 501 and 505 are answers to what a client should not have asked of HTTP.
        let isOurs = status >= 500 && status != 501 && status != 505
        guard !isOurs, milliseconds < slowMilliseconds else { return .failures }
        guard status >= 400 else { return .answers }
        return isKnown ? .refusals : .strangers
    }

    private static func words(
        for kind: Log.Kind, _ status: Int, hasCause: Bool
    ) -> (Log.Level, StaticString) {
        switch kind {
        case .strangers, .refusals: (.info, "a request was refused")
        case .answers: (.info, "a request was answered")
        case .failures where status < 500: (.warning, "a request was slow")
        case .failures: (status == 500 || hasCause ? .error : .warning, "a request failed")
        }
    }

    /// The code of a refusal, whoever put it into words, in the form of its path.
    static func code(in body: [UInt8], isDoor: Bool) -> String? {
        var found: String?
        do {
            var reader = try JSONReader(body)
            try reader.tolerantObject { reader, name in
                switch name {
                case "code" where !isDoor, "error" where isDoor:
                    found = try reader.string()
                    return true
                case _: return false
                }
            }
        } catch {
            // A page or a file has none.
            return nil
        }
        return found
    }
}
