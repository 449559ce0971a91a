internal import Domain
internal import HTTP

/// One client of the event stream.
@Loop
final class EventSubscriber {
    let sink: any EventSink
    let tenant: ID<Tenant>
    let key: ID<APIKey>?
    /// The position of the last entry that was sent, or need not be sent.
    var last: Int64
    /// Whether a page is being read for it.
    var isAwaitingPage = false
    /// Whether it stands in the line for a page.
    var isInLine = false
    /// What waited after the last sending, and for how many ticks it has not become less.
    private var unsent = 0
    private var idleTicks = 0

    /// Bytes that may wait for one client. What is more waits in the log, once for all.
    static let bufferMaximum = 64 << 10

    init(_ sink: any EventSink, tenant: ID<Tenant>, key: ID<APIKey>?, last: Int64) {
        self.sink = sink
        self.tenant = tenant
        self.key = key
        self.last = last
    }

    var hasRoomForPage: Bool { sink.unsent <= Self.bufferMaximum - CatchUp.bytesMaximum }

    /// Sends entries in order, as far as there is room; those that were sent before are left out.
    ///
    /// - Returns: whether all are sent.
    func send(_ entries: some Sequence<StreamedEntry>) -> Bool {
        defer { unsent = sink.unsent }
        for entry in entries where entry.position > last {
            let isFit = sink.unsent + entry.bytes.count <= Self.bufferMaximum
            // What is larger than the buffer goes alone.
            guard isFit || sink.unsent == 0 else { return false }
            last = entry.position
            sink.send(entry.bytes)
        }
        return true
    }

    /// Tells the client that it missed what is not kept, and from where it goes on.
    func reset(to position: Int64) {
        let data = Array(#"{"position":\#(position)}"#.utf8)
        sink.send(SSE.event("reset", id: position, data: data))
        last = position
    }

    /// Called once a tick while the client is behind.
    ///
    /// - Returns: whether the client has taken something during the last `ticks`, or had nothing
    ///   to take.
    func isReading(within ticks: Int) -> Bool {
        let isIdle = sink.unsent > 0 && sink.unsent >= unsent
        idleTicks = isIdle ? idleTicks + 1 : 0
        unsent = sink.unsent
        return idleTicks < ticks
    }
}
