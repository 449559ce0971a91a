import Domain
import Store

/// What the writer tidies between batches, and when.
struct Housekeeping {
    /// Rows that one pruning may drop, so that it never holds up a sale.
    static let pruneLimit = 1_000

    /// Expiries booked at once while nobody asks for anything.
    private static let sweepMaximum = 256

    /// The same when it has just become quiet, and so many more with each sweep that no command
    /// interrupts: who sells one thing after the other is soon back.
    private static let sweepStep = 16

    /// Expiries that the transaction of commands books beside what they need, for each of them:
    /// more than one, so that they do not pile up however long it stays busy. A transaction of
    /// their own is one more that the next command waits for.
    private static let expiriesPerCommand = 2

    /// The same of one transaction, however many commands it has.
    private static let besideMaximum = 64

    /// Batches after which a busy process looks what others did of tenants that it does not serve.
    private static let followBatches = 16
    private static let markMilliseconds: Int64 = 1_000
    private static let pruneMilliseconds: Int64 = 1_000

    enum Duty {
        /// Takes over what others have committed.
        case follow
        /// Books at most so many expiries of a tenant.
        case sweep(ID<Tenant>, limit: Int)
        /// Stores the time, so that what has expired stays expired after a restart with the
        /// clock set back.
        case mark
        case prune
    }

    private let sweeps: Bool
    private let follows: Bool
    private var batchesSinceFollowing = 0
    private var marked = Timestamp(milliseconds: 0)
    private var pruned = Timestamp(milliseconds: 0)
    private var quietSweeps = 0
    /// The tenants that had expiries to book when it was asked last.
    private var expiring: [ID<Tenant>] = []

    /// `follows`: whether there are others who write.
    init(sweeps: Bool, follows: Bool) {
        self.sweeps = sweeps
        self.follows = follows
    }

    /// `recent`: how many commands were decided since it was asked last.
    mutating func due(at now: Timestamp, after recent: Int, engine: Engine) -> [Duty] {
        var duties: [Duty] = []
        batchesSinceFollowing += 1
        if follows, recent == 0 || batchesSinceFollowing >= Self.followBatches {
            batchesSinceFollowing = 0
            duties.append(.follow)
        }
        quietSweeps = recent == 0 ? quietSweeps + 1 : 0
        let holds: Bool
        (expiring, holds) = engine.read { residents, now in
            (
                residents.shops.values.filter { $0.hasUnbookedExpiries(at: now) }
                    .map(\.tenant.id).sorted(),
                residents.shops.values.contains { $0.openReservationCount > 0 }
            )
        }
        if sweeps, quietSweeps > 0 {
            let limit = min(Self.sweepMaximum, quietSweeps * Self.sweepStep)
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

    /// How many expiries the transaction of so many commands books as well.
    func expiries(beside commands: Int) -> Int {
        sweeps ? min(Self.besideMaximum, commands * Self.expiriesPerCommand) : 0
    }

    /// A tenant with expiries to book other than `tenants`, who are there anyway: one that asks for
    /// nothing has its turn too, however busy the others are.
    func expiring(except tenants: [ID<Tenant>]) -> ID<Tenant>? {
        expiring.first { !tenants.contains($0) }
    }

    private func isDue(_ last: Timestamp, after milliseconds: Int64, at now: Timestamp) -> Bool {
        now.milliseconds - last.milliseconds >= milliseconds
    }
}
