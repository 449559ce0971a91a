internal import Domain
public import Engine
public import HTTP
internal import Platform
public import Store

/// The API: lets requests in, hands commands to the engine, and tells the clients what became of
/// them. Everything here runs on the loop.
@Loop
public final class Application: Handler {
    /// How often `tick` is to be called.
    public static let tickMilliseconds = 100

    let services: Services
    let table: RouteTable
    let authenticator: Authenticator
    let limiter: RateLimiter
    let origins: OriginList
    var requestIDs = RequestIDs()
    var pending = PendingTable()
    /// Commands of this pass, handed over together at its end.
    var outbox: [Submission] = []
    var waiting: [PositionWait] = []
    /// Requests that become commands once the database was read for them, by their tokens.
    var studied: [UInt64: Context] = [:]
    private(set) var readers: Readers?

    /// `secret` is 16 bytes that stay with the database; `testClock` the engine's clock, where it
    /// stands still until a test moves it.
    public init(
        configuration: APIConfiguration, engine: Engine, readStore: any ReadStore,
        secret: [UInt8], inbox: Inbox, log: Log, testClock: (any MovableClock)? = nil
    ) {
        services = Services(
            engine: engine, configuration: configuration, secret: secret, testClock: testClock,
            hub: Hub(), state: ServerState(), log: log)
        table = RouteTable(Routes.all(configuration, hasTestClock: testClock != nil))
        authenticator = Authenticator(engine: engine, openCompat: configuration.openCompat)
        limiter = RateLimiter(
            isOn: configuration.rateLimits, trustedProxies: configuration.trustedProxies)
        origins = OriginList(engine: engine)
        let results = Mailbox<Readers.Result> { [weak self] in self?.deliver($0) }
        readers = Readers(
            threads: configuration.readerThreads, store: readStore, results: results)
        services.hub.connect { [weak self] tenant, job in
            self?.readInBackground(job, of: tenant) ?? false
        }
        inbox.address.application = self
    }

    public func passEnded() {
        guard !outbox.isEmpty else { return }
        let submissions = outbox
        outbox.removeAll(keepingCapacity: true)
        guard !services.engine.submit(submissions) else { return }
        services.state.shedCount += submissions.count
        for submission in submissions {
            guard let entry = pending.remove(submission.token) else { continue }
            refuse(entry.exchange, .overloaded, entry.reply)
        }
    }

    public func drainBegan() {
        services.state.isDraining = true
        services.hub.drain()
    }

    /// Lets go of what waits too long. Call it every `tickMilliseconds`.
    public func tick() {
        let now = Self.milliseconds()
        for entry in pending.expire(at: now) {
            refuse(entry.exchange, .outcomeUnknown, entry.reply)
        }
        resumeWaiting(now: now)
        services.hub.tick()
        services.log.reportLeftOut()
    }

    /// Tells the clients what became of their commands, in the order in which it happened.
    public func deliver(_ replies: [Reply]) {
        for reply in replies {
            guard let entry = pending.remove(reply.token) else { continue }
            note(reply, entry)
            guard !entry.isAnswered else { continue }
            var response = response(to: reply, entry.reply)
            if let seal = entry.seal { response.body = seal.apply(toBody: response.body) }
            Self.addHeaders(to: &response.headers, entry.reply)
            send(response, entry.exchange, entry.reply)
        }
    }

    /// Tells those who listen what was committed.
    public func publish(_ published: [Published]) {
        services.hub.publish(published)
        if !waiting.isEmpty { resumeWaiting(now: Self.milliseconds()) }
    }

    func deliver(_ results: [Readers.Result]) {
        for result in results {
            let context = studied.removeValue(forKey: result.token)
            guard let entry = pending.remove(result.token), !entry.isAnswered else {
                if case .failed(let cause) = result.outcome {
                    services.log(.error, "a read that nobody waits for failed", ["cause": cause])
                }
                continue
            }
            switch result.outcome {
            case .response(let response): respondPage(entry.exchange, response, entry.reply)
            case .order(let order):
                guard let context else { continue }
                perform(order, context, entry.exchange, entry.reply)
            case .problem(let problem): refuse(entry.exchange, problem, entry.reply)
            case .failed(let cause):
                refuse(entry.exchange, .readFailed, entry.reply, cause: cause)
            }
        }
    }

    /// Counts what became of an attempt to reserve; a replay is none.
    private func note(_ reply: Reply, _ entry: PendingTable.Entry) {
        guard let tenant = entry.attempt, case .answer(let answer) = reply.result else { return }
        services.hub.noteAttempt(of: tenant, refused: answer.status == 409)
    }

    static func milliseconds() -> Int64 { SystemClock.coarseMilliseconds() }
}
