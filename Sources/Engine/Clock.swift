public import Domain

/// The time that decisions are made by. It never runs backwards.
public protocol Clock: Sendable {
    func now() -> Timestamp

    /// Another process that shares the database has decided something at this time.
    func heard(of time: Timestamp)
}

extension Clock {
    /// A clock that runs by itself goes on.
    public func heard(of time: Timestamp) {}
}
