public import Domain

extension Actor {
    /// The column's number: a key's id, 0 for the engine.
    public var number: Int64 {
        switch self {
        case .engine: 0
        case .key(let id): id.rawValue
        }
    }
}
