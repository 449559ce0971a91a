/// Who may use a route. Every route says it: there is no default.
enum Access: Equatable, Sendable {
    /// Anybody, without a credential.
    case open
    /// Secret keys with the scope.
    case secret(Scope)
    /// Secret keys with the scope, and every publishable key.
    case publishable(Scope)
    /// As `publishable`, and without a credential where the operator opened the doors.
    case door(Scope)
    /// Secret keys with the scope, and whoever connects from this machine.
    case local(Scope)
    /// The root key.
    case root

    /// The scope that a secret key needs; nil where it needs none, or must be the root key.
    var scope: Scope? {
        switch self {
        case .open, .root: nil
        case .secret(let scope), .publishable(let scope), .door(let scope), .local(let scope):
            scope
        }
    }
}
