internal import Synchronization

/// Brings messages from any thread to the loop, which is woken once however many there are.
public final class Mailbox<Message: Sendable>: Sendable {
    private let waiting = Mutex<[Message]>([])
    private let receive: @Loop @Sendable ([Message]) -> Void

    /// - Parameter receive: gets the messages of each sender in the order in which it posted them.
    public init(_ receive: @escaping @Loop @Sendable ([Message]) -> Void) {
        self.receive = receive
    }

    public func post(_ message: Message) { post([message]) }

    public func post(_ messages: [Message]) {
        guard !messages.isEmpty else { return }
        let isFirst = waiting.withLock { waiting in
            defer { waiting.append(contentsOf: messages) }
            return waiting.isEmpty
        }
        if isFirst { Loop.executor.deliver { self.deliver() } }
    }

    @Loop private func deliver() {
        let messages = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        receive(messages)
    }
}
