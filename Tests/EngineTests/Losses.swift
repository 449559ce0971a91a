import Synchronization

/// Keeps why transactions were lost.
final class Losses: Sendable {
    private let list = Mutex<[String]>([])

    var causes: [String] { list.withLock { $0 } }

    func note(_ cause: String) { list.withLock { $0.append(cause) } }
}
