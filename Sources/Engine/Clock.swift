public import Domain

/// The time that decisions are made by. It never runs backwards.
public protocol Clock: Sendable {
    func now() -> Timestamp
}
