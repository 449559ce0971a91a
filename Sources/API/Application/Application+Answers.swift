internal import Engine
internal import HTTP
internal import Store

extension Application {
    /// Adds what every answer carries: it is data, not a page, and is kept by nobody.
    static func addHeaders(to headers: inout HeaderList, _ reply: ReplyContext) {
        headers.append(
            lines: """
                Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r
                Cache-Control: no-store\r

                """)
        addPageHeaders(to: &headers, reply)
    }

    /// Adds the part of it that pages and files carry, which bring the rest themselves.
    static func addPageHeaders(to headers: inout HeaderList, _ reply: ReplyContext) {
        headers.append(
            lines: "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n")
        headers.append("X-Request-Id", reply.requestID)
        guard let origin = reply.origin else { return }
        headers.append("Access-Control-Allow-Origin", origin)
        headers.append("Access-Control-Expose-Headers", OriginList.exposedHeaders)
        headers.append("Vary", "Origin")
    }

    func respond(
        _ exchange: Exchange, _ response: Response, _ reply: ReplyContext, cause: String? = nil
    ) {
        var response = response
        Self.addHeaders(to: &response.headers, reply)
        send(response, exchange, reply, cause: cause)
    }

    /// Answers with a response that has all its headers.
    func send(
        _ response: Response, _ exchange: Exchange, _ reply: ReplyContext, cause: String? = nil
    ) {
        note(response, reply, cause: cause)
        exchange.respond(response)
    }

    /// Answers with a page or a file; where it says nothing of caching and content, it is data.
    func respondPage(_ exchange: Exchange, _ response: Response, _ reply: ReplyContext) {
        var response = response
        if response.headers.first("Content-Security-Policy") == nil {
            response.headers.append(
                "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        }
        if response.headers.first("Cache-Control") == nil {
            response.headers.append("Cache-Control", "no-store")
        }
        Self.addPageHeaders(to: &response.headers, reply)
        send(response, exchange, reply)
    }

    /// `cause` is for the log, not for the client.
    func refuse(
        _ exchange: Exchange, _ problem: Problem, _ reply: ReplyContext, cause: String? = nil
    ) {
        respond(exchange, problem.response(reply), reply, cause: cause)
    }

    /// Puts what the writer decided into HTTP.
    func response(to reply: Reply, _ context: ReplyContext) -> Response {
        switch reply.result {
        case .answer(let answer): response(answer, reply.position, context)
        case .replay(let answer): replay(answer, reply.position, context)
        case .keyReused:
            Problem(
                .idempotencyKeyReused,
                "This Idempotency-Key came with another request before."
            ).response(context)
        case .unavailable: Problem.storeUnavailable.response(context)
        }
    }

    private func replay(
        _ answer: Answer, _ position: Int64, _ context: ReplyContext
    ) -> Response {
        var response = response(answer, position, context)
        response.headers.append("Idempotent-Replayed", "true")
        return response
    }

    private func response(
        _ answer: Answer, _ position: Int64, _ context: ReplyContext
    ) -> Response {
        var response = Response(status: answer.status, body: answer.body)
        if !answer.body.isEmpty {
            let isProblem = answer.status >= 400 && !context.isDoor
            response.contentType = isProblem ? "application/problem+json" : "application/json"
        }
        response.headers.append("Holdfast-Position", position)
        if let location = answer.location { response.headers.append("Location", location) }
        if let version = answer.version { response.headers.append("ETag", tag: version) }
        return response
    }
}

extension Problem {
    static let overloaded = Problem(
        .overloaded, "Too many requests are waiting. Nothing was done; try again.",
        retryAfter: 1)

    static let storeUnavailable = Problem(
        .unavailable, "The database cannot be written now. Nothing was done; try again.",
        retryAfter: 1)

    static let readFailed = Problem(
        .unavailable, "The database cannot be read now. Try again.", retryAfter: 1)

    static let outcomeUnknown = Problem(
        .unavailable,
        "There is no answer yet, and the request may still take effect. Repeat it with the same "
            + "Idempotency-Key.", retryAfter: 1)

    init(_ code: ProblemCode, _ detail: String, retryAfter seconds: Int) {
        self.init(code, detail)
        headers.append("Retry-After", String(seconds))
    }

    /// In the form that the path has: a problem, or the short one of the old doors.
    func response(_ reply: ReplyContext) -> Response {
        guard reply.isDoor else { return response(requestID: reply.requestID) }
        return Response(
            status: status, headers: headers, contentType: "application/json", body: doorBody)
    }
}
