internal import Domain
internal import JSON
public import Platform
internal import Synchronization

/// What the operator is told while the server runs: one JSON object a line. Any thread may write.
///
/// A message is a constant, and no field comes from a request: no credential, header, query, path,
/// body or address. A flood of one kind of line leaves the others their places.
public final class Log: Sendable {
    /// Which answers are worth a line; each choice includes those before it.
    public enum Depth: String, CaseIterable, Sendable {
        /// Failed and slow ones.
        case errors
        /// Refused ones too.
        case refusals
        /// Every answer, as far as whoever reads the log keeps up.
        case all
    }

    public enum Level: String, Sendable {
        case info, warning
        /// Somebody must act.
        case error
    }

    /// Why there is a line.
    enum Kind: String, CaseIterable, Sendable {
        /// A request was refused that showed no key that is known.
        case strangers
        case refusals
        /// Something failed or was slow.
        case failures
        /// An answer like most.
        case answers
    }

    private static let stopMilliseconds: Int64 = 500

    private let depth: Depth
    private let post: @Sendable ([UInt8]) -> Bool
    private let stopOutput: @Sendable (_ last: [UInt8]) -> Void
    private let now: @Sendable () -> Int64
    private let budgets = Mutex<[Kind: LogBudget]>([:])

    /// Writes to `output`, with the wall clock's time.
    public convenience init(_ depth: Depth, to output: OutputQueue) {
        self.init(
            depth, post: { output.post($0) },
            stop: { output.stop(within: Self.stopMilliseconds, last: $0) },
            now: { SystemClock.wallMilliseconds() })
    }

    /// `post` takes a line with its end, or returns false; `stop` takes the last lines, whatever
    /// waits; `now` is in milliseconds since 1970.
    init(
        _ depth: Depth, post: @escaping @Sendable ([UInt8]) -> Bool,
        stop: @escaping @Sendable (_ last: [UInt8]) -> Void,
        now: @escaping @Sendable () -> Int64
    ) {
        self.depth = depth
        self.post = post
        stopOutput = stop
        self.now = now
    }

    /// Logs something that is no answer to a request. `fields` come from the program or the
    /// system, never from a request.
    public func callAsFunction(
        _ level: Level, _ message: StaticString,
        _ fields: KeyValuePairs<StaticString, String> = [:]
    ) {
        write(.failures, level, message) { writer in
            for (name, value) in fields { writer.field(name, value) }
        }
    }

    /// Whether lines of this kind are wanted at all.
    func wants(_ kind: Kind) -> Bool {
        switch depth {
        case .errors: kind == .failures
        case .refusals: kind != .answers
        case .all: true
        }
    }

    /// Logs one line, unless there were too many of its kind. `fields` is called only where there
    /// is one.
    func write(
        _ kind: Kind, _ level: Level, _ message: StaticString,
        _ fields: (inout JSONWriter) -> Void
    ) {
        let time = now()
        // Who wants to see every answer is told of those alone that got lost on the way.
        let isWithin =
            kind == .answers
            || budgets.withLock { $0[kind, default: LogBudget()].take(at: time) }
        guard isWithin, !post(Self.line(time, level, message, fields)) else { return }
        budgets.withLock { $0[kind, default: LogBudget()].leaveOut(1) }
    }

    /// Says how many lines were left out, once a second for each kind. To be called often.
    public func reportLeftOut() {
        let time = now()
        for (kind, count) in leftOut(at: time) where !post(Self.report(time, kind, count)) {
            budgets.withLock { $0[kind]?.leaveOut(count) }
        }
    }

    /// Writes what waits, as far as that can be done in half a second. Nothing is logged after.
    public func stop() {
        let time = now()
        stopOutput(
            leftOut(at: time, isLast: true).flatMap { kind, count in
                Self.report(time, kind, count)
            })
    }

    private func leftOut(at time: Int64, isLast: Bool = false) -> [(kind: Kind, count: Int)] {
        budgets.withLock { budgets in
            Kind.allCases.compactMap { kind in
                let count = budgets[kind]?.report(at: time, isLast: isLast)
                return (count ?? nil).map { (kind, $0) }
            }
        }
    }

    private static func report(_ time: Int64, _ kind: Kind, _ count: Int) -> [UInt8] {
        line(time, .warning, "lines were left out") { writer in
            writer.field("kind", kind.rawValue)
            writer.field("count", count)
        }
    }

    private static func line(
        _ time: Int64, _ level: Level, _ message: StaticString,
        _ fields: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        var writer = JSONWriter(reservingCapacity: 320)
        writer.object { writer in
            writer.field("time", Timestamp(milliseconds: time).text)
            writer.field("level", level.rawValue)
            writer.field("message", "\(message)")
            fields(&writer)
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }
}
