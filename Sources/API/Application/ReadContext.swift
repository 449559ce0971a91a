internal import Domain
internal import Engine
internal import Store

/// What a read on a reader thread has at hand.
struct ReadContext {
    /// One view of the database, for the whole of the job.
    let snapshot: any Snapshot
    let tenant: ID<Tenant>
    let now: Timestamp
    let services: Services
}
