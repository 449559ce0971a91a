import Domain
import Engine
import Store
import Synchronization

/// Collects what the writer delivers.
final class Inbox: Sendable {
    private let delivered = Mutex<(replies: [Reply], published: [Published], calls: Int)>(
        ([], [], 0))

    func deliver(_ replies: [Reply], _ published: [Published]) {
        delivered.withLock {
            $0.replies += replies
            $0.published += published
            $0.calls += 1
        }
    }

    var replies: [Reply] { delivered.withLock { $0.replies } }

    var published: [Published] { delivered.withLock { $0.published } }

    /// Deliveries: one a transaction.
    var calls: Int { delivered.withLock { $0.calls } }

    func results() -> [UInt64: Reply.Result] {
        Dictionary(replies.map { ($0.token, $0.result) }, uniquingKeysWith: { first, _ in first })
    }
}
