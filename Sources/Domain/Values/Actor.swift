/// Who caused a change: a credential, or the engine itself (an expiry, say).
public enum Actor: Hashable, Sendable {
    case engine
    case key(ID<APIKey>)
}
