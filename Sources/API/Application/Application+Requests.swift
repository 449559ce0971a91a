internal import Domain
internal import Engine
public import HTTP
internal import Store

extension Application {
    /// Seconds after which a client is told that the outcome is not known.
    private static let answerSeconds: Int64 = 30

    public func handle(_ request: Request, _ exchange: Exchange) {
        var reply = replyContext(to: request.head)
        do throws(Problem) {
            guard let (route, parameters) = try match(request.head, exchange, reply) else {
                return
            }
            reply.route = route.path.text
            let query = try Self.query(of: request, route)
            let principal = try authenticator.principal(
                of: request.head, query, route.access, &reply)
            reply.origin = try origin(of: request.head, principal)
            try limiter.admit(request.head, principal, now: reply.startedAt)
            try BodyRules.check(request.head, hasBody: !request.body.isEmpty, route.body)
            let context = Context(
                request: request, route: route, parameters: parameters, query: query,
                principal: principal, services: services, reply: reply)
            guard try !waits(context, exchange, reply) else { return }
            perform(context, exchange, reply)
        } catch {
            refuse(exchange, error, reply)
        }
    }

    public func admit(_ head: RequestHead) -> Admission {
        var reply = replyContext(to: head)
        do throws(Problem) {
            guard case .route(let route, _) = table.match(head.method, head.segments) else {
                return .accept(bodyLimit: Limits().bodyBytes)
            }
            reply.route = route.path.text
            let query = try? head.query
            _ = try authenticator.principal(of: head, query, route.access, &reply)
            try BodyRules.check(head, hasBody: true, route.body)
            return .accept(bodyLimit: Limits().bodyBytes)
        } catch {
            var response = error.response(reply)
            Self.addHeaders(to: &response.headers, reply)
            note(response, reply)
            return .refuse(response)
        }
    }

    public func refusal(of error: ProtocolError) -> Response {
        let reply = replyContext(to: nil)
        var response = Response(
            status: error.status, contentType: "application/problem+json",
            body: Problem.body(of: error, requestID: reply.requestID), close: true)
        if error == .tooManyConnections { response.headers.append("Retry-After", "1") }
        Self.addHeaders(to: &response.headers, reply)
        var cause: String?
        if case .badRequest = error { cause = error.detail }
        note(response, reply, cause: cause)
        return response
    }

    /// `head` is nil where the request could not be read.
    private func replyContext(to head: RequestHead?) -> ReplyContext {
        ReplyContext(
            requestID: requestIDs.make(), isDoor: head?.segments.first == "api",
            startedAt: Self.milliseconds(), method: head?.method)
    }

    /// Finds the route; answers `OPTIONS` itself and returns nil then.
    private func match(
        _ head: RequestHead, _ exchange: Exchange, _ reply: ReplyContext
    ) throws(Problem) -> (Route, [String])? {
        switch table.match(head.method, head.segments) {
        case .route(let route, let parameters): return (route, parameters)
        case .unknown: throw .notFound
        case .methodNotAllowed(let methods):
            var problem = Problem(.methodNotAllowed, "This path does not have this method.")
            problem.headers.append("Allow", methods.map(\.name).joined(separator: ", "))
            throw problem
        case .options(let methods):
            let response = origins.answer(head, methods: methods, now: Self.milliseconds())
            respond(exchange, response, reply)
            return nil
        }
    }

    /// Not bound to the loop, or each comparison would ask first whether it runs there.
    private nonisolated static func query(
        of request: Request, _ route: Route
    ) throws(Problem) -> Query {
        let query: Query
        do {
            query = try request.query
        } catch {
            throw .parameter("query", "The query cannot be decoded.")
        }
        guard !query.isEmpty else { return query }
        var seen: UInt64 = 0
        var hasKey = false
        for name in query.names {
            if name == "key", !hasKey {
                hasKey = true
                continue
            }
            guard let index = route.query.firstIndex(where: { $0.name == name }) else {
                guard route.isDoor else {
                    throw .parameter(name, "There is no such parameter here.")
                }
                continue
            }
            // One bit for each parameter: no route has as many as 64.
            guard seen & 1 << index == 0 || route.query[index].repeats else {
                throw .parameter(name, "It may stand here only once.")
            }
            seen |= 1 << index
        }
        return query
    }

    /// The origin that may read the answer, where the key has a list of them.
    private func origin(
        of head: RequestHead, _ principal: Principal
    ) throws(Problem) -> String? {
        guard !principal.allowedOrigins.isEmpty, let origin = head.header("origin") else {
            return nil
        }
        guard principal.allowedOrigins.contains(origin) else {
            throw Problem(.forbidden, "This key may not be used from this origin.")
        }
        return origin
    }

    func perform(_ context: Context, _ exchange: Exchange, _ reply: ReplyContext) {
        do throws(Problem) {
            switch context.route.action {
            case .memory(let answer):
                try IdempotencyKey.check(context)
                let response = try answer(context)
                if context.route.access == .open {
                    respondPage(exchange, response, reply)
                } else {
                    respond(exchange, response, reply)
                }
            case .stream(let open):
                try open(context, exchange)
                note(Response(status: 200), reply)
            case .query(let makeJob):
                try IdempotencyKey.check(context)
                let job = try makeJob(context)
                _ = try read(context, exchange, reply) { .response(try job($0)) }
            case .study(let makeStudy):
                try IdempotencyKey.check(context)
                let study = try makeStudy(context)
                let token = try read(context, exchange, reply) { .order(try study($0)) }
                studied[token] = context
            case .command(let decide):
                try submit(decide(context), context, exchange, reply)
            }
        } catch {
            refuse(exchange, error, reply)
        }
    }

    /// Goes on with a request for which the database was read.
    func perform(
        _ order: Order, _ context: Context, _ exchange: Exchange, _ reply: ReplyContext
    ) {
        do throws(Problem) {
            try submit(order, context, exchange, reply)
        } catch {
            refuse(exchange, error, reply)
        }
    }

    /// Answers the token of the exchange that waits.
    private func read(
        _ context: Context, _ exchange: Exchange, _ reply: ReplyContext,
        _ run: @escaping @Sendable (ReadContext) throws -> Readers.Result.Outcome
    ) throws(Problem) -> UInt64 {
        let token = try wait(exchange, reply)
        guard !enqueue(run, of: context.tenant, token: token) else { return token }
        _ = pending.remove(token)
        services.state.shedCount += 1
        throw .overloaded
    }

    /// Runs a job that answers nobody; false where too many wait.
    func readInBackground(_ job: @escaping Query.Job, of tenant: ID<Tenant>) -> Bool {
        enqueue({ .response(try job($0)) }, of: tenant, token: 0)
    }

    private func enqueue(
        _ run: @escaping @Sendable (ReadContext) throws -> Readers.Result.Outcome,
        of tenant: ID<Tenant>, token: UInt64
    ) -> Bool {
        let services = services
        let job = Readers.Job(token: token, tenant: tenant, run: run) { snapshot in
            let now = services.engine.clock.now()
            return ReadContext(snapshot: snapshot, tenant: tenant, now: now, services: services)
        }
        return readers?.submit(job) ?? false
    }

    private func submit(
        _ order: Order, _ context: Context, _ exchange: Exchange, _ reply: ReplyContext
    ) throws(Problem) {
        let key = try IdempotencyKey(context)
        var (form, seal) = (order.form, nil as KeySeal?)
        if case .keys(let texts) = form, key != nil {
            seal = try IdempotencyKey.seal(context)
            form = .keys(texts.map { seal?.apply(to: $0) ?? $0 })
        }
        let attempt = order.command.isAttempt ? context.tenant : nil
        let token = try wait(
            exchange, reply, key: key?.digest, attempt: attempt, seal: seal)
        outbox.append(
            Submission(
                tenant: context.tenant, actor: context.principal.actor, command: order.command,
                key: key, form: form, requestID: reply.requestID, token: token,
                isCapped: context.principal.isPublic))
    }

    private func wait(
        _ exchange: Exchange, _ reply: ReplyContext, key: KeyDigest? = nil,
        attempt: ID<Tenant>? = nil, seal: KeySeal? = nil
    ) throws(Problem) -> UInt64 {
        let deadline = Self.milliseconds() + Self.answerSeconds * 1_000
        let entry = PendingTable.Entry(
            exchange: exchange, reply: reply, key: key, attempt: attempt, seal: seal,
            deadline: deadline)
        do throws(PendingTable.Refusal) {
            return try pending.insert(entry)
        } catch {
            switch error {
            case .keyUnderWay:
                throw Problem(
                    .idempotencyInProgress,
                    "The first request with this Idempotency-Key is still under way.")
            case .full:
                services.state.shedCount += 1
                throw .overloaded
            }
        }
    }
}

extension Command {
    /// Whether it wants units for somebody.
    fileprivate var isAttempt: Bool {
        switch self {
        case .reserve, .reserveOnce: true
        case .restate(_, let request, _): !request.lines.isEmpty
        case .releaseSession, .change, .commit, .ship, .cancel, .release, .adjust, .transfer,
            .putItem, .editItem, .deleteItem, .createLocation, .editLocation, .editSettings,
            .setPolicies, .createTenant, .createKey, .deleteKey, .repair, .sweep, .clockMoved:
            false
        }
    }
}
