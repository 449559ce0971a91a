import Domain
import Store

/// What the writer tidies between batches, and when.
struct Housekeeping {
    /// Rows that one pruning may drop, so that it never holds up a sale.
    static let pruneLimit = 1_000

    /// Expiries booked at once while nobody asks for anything.
    private static let sweepMaximum = 256

    /// The same right after a command, and so many more with each sweep that no command
    /// interrupts: who sells one thing after the other is soon back.
    private static let sweepStep = 16

    /// While commands come, one sweep after so many of them. Each is worth an expiry, so that they
    /// do not pile up however long it stays busy. What is expired is free without it.
    private static let commandsBetweenSweeps = 64

    private static let markMilliseconds: Int64 = 1_000
    private static let pruneMilliseconds: Int64 = 1_000

    enum Duty {
        /// Books at most so many expiries of a tenant.
        case sweep(ID<Tenant>, limit: Int)
        /// Stores the time, so that what has expired stays expired after a restart with the
        /// clock set back.
        case mark
        case prune
    }

    private let sweeps: Bool
    private var marked = Timestamp(milliseconds: 0)
    private var pruned = Timestamp(milliseconds: 0)
    private var commands = 0
    private var quietSweeps = 0

    init(sweeps: Bool) {
        self.sweeps = sweeps
    }

    /// `recent`: how many commands were decided since it was asked last.
    mutating func due(at now: Timestamp, after recent: Int, engine: Engine) -> [Duty] {
        var duties: [Duty] = []
        commands += recent
        quietSweeps = recent == 0 ? quietSweeps + 1 : 0
        let (expiring, holds) = engine.read { residents, now in
            (
                residents.shops.values.filter { $0.hasUnbookedExpiries(at: now) }
                    .map(\.tenant.id).sorted(),
                residents.shops.values.contains { $0.openReservationCount > 0 }
            )
        }
        if sweeps, let limit = sweepLimit, !expiring.isEmpty {
            commands = 0
            duties += expiring.map { .sweep($0, limit: limit) }
        }
        if holds, isDue(marked, after: Self.markMilliseconds, at: now) {
            marked = now
            duties.append(.mark)
        }
        if isDue(pruned, after: Self.pruneMilliseconds, at: now) {
            pruned = now
            duties.append(.prune)
        }
        return duties
    }

    /// How many expiries may be booked now; nil: none, because others come first.
    private var sweepLimit: Int? {
        if quietSweeps > 0 { return min(Self.sweepMaximum, quietSweeps * Self.sweepStep) }
        return commands >= Self.commandsBetweenSweeps ? commands : nil
    }

    private func isDue(_ last: Timestamp, after milliseconds: Int64, at now: Timestamp) -> Bool {
        now.milliseconds - last.milliseconds >= milliseconds
    }
}
