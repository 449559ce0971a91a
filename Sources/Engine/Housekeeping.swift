import Domain
import Store

/// What the writer tidies between batches, and when.
struct Housekeeping {
    /// Rows that one pruning may drop, so that it never holds up a sale.
    static let pruneLimit = 1_000

    /// Expiries booked at once: a command that comes meanwhile waits one or two milliseconds.
    static let sweepLimit = 128

    /// While commands come, one sweep after so many of them: fewer than one of a hundred waits
    /// for a sweep, and each is worth an expiry, so that they do not pile up however long it
    /// stays busy. What is expired is free without it.
    private static let commandsBetweenSweeps = 128

    private static let markMilliseconds: Int64 = 1_000
    private static let pruneMilliseconds: Int64 = 1_000

    enum Duty {
        /// Books expiries of a tenant.
        case sweep(ID<Tenant>)
        /// Stores the time, so that what has expired stays expired after a restart with the
        /// clock set back.
        case mark
        case prune
    }

    private let sweeps: Bool
    private var marked = Timestamp(milliseconds: 0)
    private var pruned = Timestamp(milliseconds: 0)
    private var commands = 0

    init(sweeps: Bool) {
        self.sweeps = sweeps
    }

    /// `recent`: how many commands were decided since it was asked last.
    mutating func due(at now: Timestamp, after recent: Int, engine: Engine) -> [Duty] {
        var duties: [Duty] = []
        commands += recent
        let (expiring, holds) = engine.read { residents, now in
            (
                residents.shops.values.filter { $0.hasUnbookedExpiries(at: now) }
                    .map(\.tenant.id).sorted(),
                residents.shops.values.contains { $0.openReservationCount > 0 }
            )
        }
        if sweeps, recent == 0 || commands >= Self.commandsBetweenSweeps {
            commands = 0
            duties += expiring.map { .sweep($0) }
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

    private func isDue(_ last: Timestamp, after milliseconds: Int64, at now: Timestamp) -> Bool {
        now.milliseconds - last.milliseconds >= milliseconds
    }
}
