package import Store

/// What became of a batch that was not answered well. No text holds a parameter or a password.
package enum PostgresError: Error, Equatable, Sendable {
    /// The server refused it with this SQLSTATE, and nothing of its transaction stays. The
    /// connection can be used again.
    case refused(state: String, message: String)
    /// The connection is gone before anything could be committed.
    case lost(String)
    /// It may be committed or not, and if not yet, the server may still do it: the connection is
    /// gone or the deadline has passed with a COMMIT under way, or the server warned that the
    /// commit may not be on its replicas. Only the database can tell.
    case doubtful(String)

    /// For whoever need not tell them apart.
    package var storeError: StoreError {
        switch self {
        case .refused(let state, let message): .unavailable("\(message) (SQLSTATE \(state))")
        case .lost(let cause), .doubtful(let cause): .unavailable(cause)
        }
    }
}
