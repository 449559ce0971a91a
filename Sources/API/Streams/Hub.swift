internal import Domain
internal import Engine
internal import HTTP
internal import Platform
internal import Store

/// Tells whoever listens what was committed.
@Loop
final class Hub {
    /// Streams that may be open at once.
    private static let streamMaximum = 10_000

    let events = EventHub()
    let stock = StockHub()
    private(set) var openCount = 0
    private var engine: Engine?
    private var ticks = 0
    private var attempts: [ID<Tenant>: AttemptRing] = [:]
    private var isDraining = false

    nonisolated init() {}

    /// Gives the hub the threads that read the database, for clients that missed something.
    ///
    /// `read` has a job run for a tenant; false where too many wait.
    func connect(_ read: @escaping @Loop (ID<Tenant>, @escaping Query.Job) -> Bool) {
        let results = Mailbox<CatchUp.Page> { [weak self] pages in
            for page in pages { self?.events.take(page) }
        }
        events.read = { tenant, token, position in
            read(tenant, CatchUp.job(token: token, after: position, results))
        }
    }

    /// Answers a request with a stream, which `subscribe` enters where it belongs.
    ///
    /// - Throws: `overloaded` where too many are open.
    func open(
        _ context: Context, _ exchange: Exchange, subscribe: (any EventSink) -> Void
    ) throws(Problem) {
        guard context.request.method != .head else {
            exchange.respond(
                Response(
                    status: 200, headers: context.baseHeaders, contentType: "text/event-stream"))
            return
        }
        // Streams leave connections to requests, also where there are few descriptors.
        let maximum = min(Self.streamMaximum, exchange.connectionMaximum / 6 * 5)
        guard openCount < maximum, !isDraining else {
            throw Problem(.overloaded, "Too many streams are open.", retryAfter: 5)
        }
        engine = context.services.engine
        let stream = exchange.startStream(headers: context.baseHeaders)
        guard stream.isOpen else { return }
        subscribe(stream)
        guard stream.isOpen else { return }
        openCount += 1
        let forget = stream.onClose
        stream.onClose = { [weak self] in
            self?.openCount -= 1
            forget?()
        }
    }

    /// Called after each batch, in commit order.
    func publish(_ published: [Published]) {
        for one in published { events.publish(one) }
        guard let engine, stock.isWatched else { return }
        for one in published { stock.publish(one) }
        stock.flush(engine, at: SystemClock.coarseMilliseconds())
    }

    /// Called ten times a second.
    func tick() {
        ticks += 1
        guard let engine, openCount > 0 else { return }
        events.tick()
        stock.recheck()
        stock.flush(engine, at: SystemClock.coarseMilliseconds())
        if ticks % Self.keyCheckTicks == 0 { closeRevoked(engine) }
    }

    /// The process is about to end; the server says goodbye to the streams.
    func drain() { isDraining = true }

    /// Notes what became of an attempt to reserve, for the health page.
    func noteAttempt(of tenant: ID<Tenant>, refused: Bool) {
        let minute = SystemClock.coarseMilliseconds() / 60_000
        attempts[tenant, default: AttemptRing(minute: minute)].note(
            refused: refused, minute: minute)
    }

    /// How many attempts of the last hour were refused, 0 to 1.
    func failureRate(of tenant: ID<Tenant>) -> Double {
        attempts[tenant]?.failureRate(minute: SystemClock.coarseMilliseconds() / 60_000) ?? 0
    }

    /// A key's streams end within 5 seconds after it was revoked or has expired.
    private static let keyCheckTicks = 50

    private func closeRevoked(_ engine: Engine) {
        let keys = engine.read { residents, now in
            Set(
                residents.keys.values.lazy
                    .filter { key in key.expiresAt.map { now < $0 } ?? true }.map(\.id))
        }
        events.closeStreams(ofKeysNotIn: keys)
        stock.closeStreams(ofKeysNotIn: keys)
    }
}
