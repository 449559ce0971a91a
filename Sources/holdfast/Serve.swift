import API
import Domain
import Engine
import HTTP
import Platform
import Store
import Synchronization

/// `holdfast serve`: everything is made and connected here, top to bottom.
struct Serve {
    let configuration: Configuration

    init(_ configuration: Configuration) {
        self.configuration = configuration
    }

    func run() {
        // Before any thread starts, so that none of them is ended by the signal.
        Signals.blockTermination()
        Output.fillGaps()
        let database = Database.open(configuration)
        do {
            try serve(database)
        } catch let error as ServerError {
            Output.complaint("\(error)")
            switch error {
            case .unknownHost: ExitCode.configuration.end()
            case .cannotListen, .system: ExitCode.cannotCreate.end()
            }
        } catch {
            Database.end(error)
        }
    }

    private func serve(_ database: sending Database) throws {
        let store = database.store
        var residents = try store.residents()
        let mark = residents.clockMark
        let testClock = configuration.testClock ? TestClock(stoodAt: mark) : nil
        let serverClock = ServerClock(notBefore: mark)
        let clock: any Clock = testClock ?? serverClock
        residents = try FirstStart(configuration: configuration, now: clock.now())
            .prepare(store, residents)
        var demoKey: String?
        if configuration.demo {
            (residents, demoKey) = try DemoFilling(store, until: clock.now()).fill(residents)
        }
        let log = Log(configuration.log, to: OutputQueue())
        let engine = Engine(residents: residents, clock: clock)
        let inbox = Inbox()
        let reader = try database.makeReader(Self.readerThreads)
        let secret = database.secret
        let writer = WriterThread(
            Writer(
                engine: engine, store: store, presenter: JSONPresenter(),
                sweeps: configuration.sweeps,
                noteLoss: { log(.error, "a transaction was lost", ["cause": $0]) },
                noteDamage: { log(.error, "a row is damaged", ["table": $0, "key": $1]) },
                deliver: { inbox.receive($0, $1) }), log)
        let api = apiConfiguration(demoKey)
        try Loop.enter {
            let application = Application(
                configuration: api, engine: engine, readStore: reader, secret: secret,
                inbox: inbox, log: log, testClock: testClock)
            let server = try Server(
                ServerConfiguration(host: configuration.host, port: configuration.port))
            server.every(milliseconds: Application.tickMilliseconds) { application.tick() }
            if testClock == nil {
                watch(serverClock, server, log)
            } else {
                log(.warning, "a test clock runs: time stands still until it is moved")
            }
            writer.start()
            announce(server.port)
            server.run(handler: application)
        }
        engine.stop()
        writer.join()
        log.stop()
    }

    @Loop private func watch(_ clock: ServerClock, _ server: Server, _ log: Log) {
        var watch = ClockWatch(clock)
        server.every(milliseconds: Self.watchMilliseconds) {
            guard let ahead = watch.jump() else { return }
            log(
                .warning, "the wall clock was set; until the next start the server's time is ahead",
                ["ahead_ms": "\(ahead)"])
        }
    }

    private static let readerThreads = 2
    private static let watchMilliseconds = 1_000

    private func apiConfiguration(_ demoKey: String?) -> APIConfiguration {
        APIConfiguration(
            rateLimits: configuration.rateLimits, trustedProxies: configuration.trustedProxies,
            production: configuration.production, openCompat: configuration.openCompat,
            docs: configuration.docs, version: Program.version,
            readerThreads: Self.readerThreads, demoKey: demoKey)
    }

    private func announce(_ port: UInt16) {
        let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
        Output.line("listening on http://\(host):\(port)")
    }
}

/// The thread that owns the write side.
final class WriterThread: Sendable {
    private let writer: Mutex<Writer>
    private let log: Log
    private let thread = Mutex<NamedThread?>(nil)

    init(_ writer: sending Writer, _ log: Log) {
        self.writer = Mutex(writer)
        self.log = log
    }

    /// A disk that fails ends the process: the next answer could not be trusted.
    func start() {
        let started = NamedThread.start(name: "writer") {
            do {
                try self.writer.withLock { try $0.run() }
            } catch {
                self.log(.error, "the database failed", ["cause": "\(error)"])
                self.log.stop()
                ExitCode.inputOutput.end()
            }
        }
        thread.withLock { $0 = started }
    }

    func join() {
        thread.withLock { $0 }?.join()
    }
}
