import CPostgres

/// libpq's side of one connection: nothing here waits but `wait`. Wraps C: `unsafe` may stand here.
@safe
final class Wire {
    private let handle: OpaquePointer
    private let notices = Notices()

    enum Progress {
        case ready
        case reading
        case writing
        case failed
    }

    enum Transaction {
        case none
        case open
        /// Only ROLLBACK is taken.
        case failed
        /// A statement is under way, or the connection is gone.
        case unknown
    }

    /// What the server said on the way.
    private final class Notices {
        var warnings: [String] = []
    }

    /// Begins to connect. Nil without memory, and for what is no connection URL: libpq would take
    /// other forms too, and repeat them, passwords included, in its errors.
    init?(url: String) {
        guard url.hasPrefix("postgresql://") || url.hasPrefix("postgres://"),
            let options = unsafe PQconninfoParse(url, nil)
        else { return nil }
        unsafe PQconninfoFree(options)
        guard let opened = unsafe cpostgres_start(url) else { return nil }
        unsafe handle = opened
        let receive: @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?) -> Void = {
            context, result in
            guard let context = unsafe context, let result = unsafe result,
                let severity = unsafe cpostgres_severity(result),
                unsafe String(cString: severity) == "WARNING",
                let message = unsafe cpostgres_message(result)
            else { return }
            let notices = unsafe Unmanaged<Notices>.fromOpaque(context).takeUnretainedValue()
            unsafe notices.warnings.append(String(cString: message))
        }
        unsafe PQsetNoticeReceiver(
            opened, receive, Unmanaged.passUnretained(notices).toOpaque())
    }

    deinit {
        unsafe PQfinish(handle)
    }

    // MARK: State

    var isAlive: Bool { unsafe PQstatus(handle) != CONNECTION_BAD }

    /// Why the connection failed. Names host, database and user, and no password.
    var failure: String {
        let text = unsafe String(cString: PQerrorMessage(handle))
        return text.split(separator: "\n").joined(separator: " ")
    }

    var transaction: Transaction {
        switch unsafe PQtransactionStatus(handle) {
        case PQTRANS_IDLE: .none
        case PQTRANS_INTRANS: .open
        case PQTRANS_INERROR: .failed
        default: .unknown
        }
    }

    /// The process that serves the connection.
    var processID: Int32 { unsafe PQbackendPID(handle) }

    /// Warnings since the last call.
    func takeWarnings() -> [String] {
        defer { notices.warnings.removeAll() }
        return notices.warnings
    }

    // MARK: Waiting

    /// One step of connecting.
    func connect() -> Progress {
        switch unsafe PQconnectPoll(handle) {
        case PGRES_POLLING_OK: unsafe PQsetnonblocking(handle, 1) == 0 ? .ready : .failed
        case PGRES_POLLING_READING: .reading
        case PGRES_POLLING_WRITING: .writing
        default: .failed
        }
    }

    /// Whether there is something to do before the deadline.
    func wait(read: Bool, write: Bool, until deadline: Deadline) -> Bool {
        let socket = unsafe PQsocket(handle)
        guard socket >= 0 else { return true }
        let left = deadline.millisecondsLeft
        return left > 0 && cpostgres_wait(socket, read ? 1 : 0, write ? 1 : 0, left) != 0
    }

    /// Whether bytes wait to be sent; nil where the connection failed.
    func flush() -> Bool? {
        switch unsafe PQflush(handle) {
        case 0: false
        case 1: true
        default: nil
        }
    }

    /// Takes in what has arrived; false where the connection failed.
    func consume() -> Bool { unsafe PQconsumeInput(handle) == 1 }

    /// Whether `next` would wait.
    var isBusy: Bool { unsafe PQisBusy(handle) == 1 }

    /// The next reply; nil at the end of a statement's.
    func next() -> Reply? {
        guard let result = unsafe PQgetResult(handle) else { return nil }
        return unsafe Reply(result)
    }

    // MARK: Sending; false where the connection failed

    func enterPipeline() -> Bool { unsafe PQenterPipelineMode(handle) == 1 }

    func exitPipeline() -> Bool { unsafe PQexitPipelineMode(handle) == 1 }

    func sendSync() -> Bool { unsafe PQpipelineSync(handle) == 1 }

    /// Statements without parameters, outside of a pipeline.
    func send(script: String) -> Bool { unsafe PQsendQuery(handle, script) == 1 }

    /// A statement without parameters, within a pipeline.
    func send(command: String) -> Bool {
        unsafe PQsendQueryParams(handle, command, 0, nil, nil, nil, nil, 1) == 1
    }

    func send(prepare sql: String, as name: String, types: [UInt32]) -> Bool {
        unsafe PQsendPrepare(handle, name, sql, Int32(types.count), types) == 1
    }

    func send(prepared name: String, _ parameters: [Parameter]) -> Bool {
        unsafe Self.with(parameters) { values, lengths, formats in
            unsafe PQsendQueryPrepared(
                handle, name, Int32(parameters.count), values, lengths, formats, 1) == 1
        }
    }

    /// A statement whose rows come one by one, outside of a pipeline.
    func send(rowByRow sql: String, _ parameters: [Parameter]) -> Bool {
        let types = parameters.map(\.type)
        let isSent = unsafe Self.with(parameters) { values, lengths, formats in
            unsafe PQsendQueryParams(
                handle, sql, Int32(parameters.count), types, values, lengths, formats, 1) == 1
        }
        return isSent && (unsafe PQsetSingleRowMode(handle) == 1)
    }

    /// The values one behind the other in one piece of memory, and where each stands.
    private static func with(
        _ parameters: [Parameter],
        _ body: ([UnsafePointer<CChar>?], [Int32], [Int32]) -> Bool
    ) -> Bool {
        // One byte more, so that even an empty value has an address: none would be NULL.
        var bytes: [UInt8] = [0]
        bytes.reserveCapacity(parameters.reduce(1) { $0 + ($1.bytes?.count ?? 0) })
        var starts: [Int?] = []
        for parameter in parameters {
            starts.append(parameter.bytes == nil ? nil : bytes.count - 1)
            if let value = parameter.bytes {
                bytes.removeLast()
                bytes.append(contentsOf: value)
                bytes.append(0)
            }
        }
        let lengths = parameters.map { Int32($0.bytes?.count ?? 0) }
        let formats = [Int32](repeating: 1, count: parameters.count)
        return unsafe bytes.withUnsafeBytes { bytes in
            let values = unsafe starts.map { start in
                unsafe start.flatMap {
                    unsafe bytes.baseAddress?.advanced(by: $0).assumingMemoryBound(to: CChar.self)
                }
            }
            return unsafe body(values, lengths, formats)
        }
    }
}
