public import Domain
public import Store

/// One request on its way to the writer. A class, because it is handed on from thread to thread.
public final class Submission: Sendable {
    public let tenant: ID<Tenant>
    public let actor: Actor
    public let command: Command
    public let key: IdempotencyKey?
    /// Passed on to the presenter.
    public let form: AnswerForm
    /// Stands in a problem's body, so it is part of what is kept and replayed.
    public let requestID: String
    /// Names the waiting exchange to whoever submitted.
    public let token: UInt64
    /// Whether the tenant's display cap holds for what a refusal says is available.
    public let isCapped: Bool

    public init(
        tenant: ID<Tenant>, actor: Actor, command: Command, key: IdempotencyKey? = nil,
        form: AnswerForm = .canonical, requestID: String, token: UInt64, isCapped: Bool = false
    ) {
        self.tenant = tenant
        self.actor = actor
        self.command = command
        self.key = key
        self.form = form
        self.requestID = requestID
        self.token = token
        self.isCapped = isCapped
    }
}

/// How an answer is put into words; the writer passes it on and looks no further.
public enum AnswerForm: Equatable, Sendable {
    case canonical
    /// The form of the old doors; names are the storefront's own, by sku.
    case door(names: [String: String])
    /// With the texts of keys that were made, which are shown this once.
    case keys([String])
}

/// A client's `Idempotency-Key`, and a hash of the request that it came with.
public struct IdempotencyKey: Sendable {
    /// A keyed hash of tenant, principal and key.
    public let digest: KeyDigest
    /// A keyed hash of method, path and body.
    public let fingerprint: UInt64

    public init(digest: KeyDigest, fingerprint: UInt64) {
        self.digest = digest
        self.fingerprint = fingerprint
    }
}

/// What became of a submission.
public struct Reply: Sendable {
    public let token: UInt64
    public let result: Result
    /// The tenant's last position in the event log.
    public let position: Int64

    public init(token: UInt64, result: Result, position: Int64) {
        self.token = token
        self.result = result
        self.position = position
    }

    public enum Result: Sendable {
        case answer(Answer)
        /// The first answer to the same key and request, again.
        case replay(Answer)
        /// The key came with another request before.
        case keyReused
        /// The batch was lost as a whole: nothing changed, and trying again may help.
        case unavailable
    }
}

/// Entries of the log that are committed, for those who listen.
public struct Published: Sendable {
    public let tenant: ID<Tenant>
    public let firstPosition: Int64
    public let entries: [LogEntry]
    /// Items whose availability may have changed.
    public let items: [ID<Item>]

    public init(
        tenant: ID<Tenant>, firstPosition: Int64, entries: [LogEntry], items: [ID<Item>]
    ) {
        self.tenant = tenant
        self.firstPosition = firstPosition
        self.entries = entries
        self.items = items
    }

    static func all(_ batches: [TenantBatch]) -> [Published] {
        batches.map { batch in
            Published(
                tenant: batch.changes.tenant, firstPosition: batch.firstPosition,
                entries: batch.entries, items: batch.changes.stocks.map(\.item.id))
        }
    }
}
