public import Engine
public import HTTP

/// Where the engine leaves what it did, for the application to tell the clients.
///
/// Made before both, because each needs it: the engine's closures post here, from the writer's
/// thread; the application receives on the loop.
public final class Inbox: Sendable {
    @Loop
    final class Address {
        weak var application: Application?

        nonisolated init() {}
    }

    let address: Address
    public let replies: Mailbox<Reply>
    public let published: Mailbox<Published>

    /// Takes what one batch did, from any thread.
    public func receive(_ replies: [Reply], _ published: [Published]) {
        self.published.post(published)
        self.replies.post(replies)
    }

    public init() {
        let address = Address()
        self.address = address
        replies = Mailbox { address.application?.deliver($0) }
        published = Mailbox { address.application?.publish($0) }
    }
}
