internal import Domain
internal import Engine
internal import HTTP
internal import Store

/// Streams the event log: every entry once, in order, from where a client says it was.
///
/// A subscriber that is up to date gets entries as they are committed. One that is behind reads
/// pages from the database until it meets the entries that are kept here, and is then up to date.
@Loop
final class EventHub {
    /// Pages that are read at once, so that ten thousand clients who come back together do not
    /// push everybody else out of the readers' queues.
    private static let readMaximum = 64

    private var tenants: [ID<Tenant>: Audience] = [:]
    /// Those who wait for a page.
    private var behind: [ObjectIdentifier: EventSubscriber] = [:]
    private var reading: [UInt64: EventSubscriber] = [:]
    private var lastToken: UInt64 = 0
    /// Has a page read for a tenant, which comes to `take`; false where too many wait.
    var read: (@Loop (ID<Tenant>, _ token: UInt64, _ after: Int64) -> Bool)?

    nonisolated init() {}

    /// One tenant's subscribers, and its newest entries while there are any.
    private struct Audience {
        var subscribers: [ObjectIdentifier: EventSubscriber] = [:]
        var recent = RecentEntries()
    }

    /// `head` is the log's last position now.
    func subscribe(
        _ sink: any EventSink, tenant: ID<Tenant>, key: ID<APIKey>?, from start: EventStart,
        head: Int64
    ) {
        let subscriber = EventSubscriber(sink, tenant: tenant, key: key, last: head)
        let name = ObjectIdentifier(subscriber)
        tenants[tenant, default: Audience()].subscribers[name] = subscriber
        sink.onClose = { [weak self] in self?.forget(name, of: tenant) }
        // A comment at once, so that the client knows that it is heard.
        sink.send(Array(": open\n\n".utf8))
        switch start {
        case .now: return
        case .after(let position) where position <= head:
            subscriber.last = position
            guard position < head else { return }
            behind[name] = subscriber
            catchUp(subscriber)
        case .after, .unreadable: subscriber.reset(to: head)
        }
    }

    func publish(_ published: Published) {
        guard var audience = tenants.removeValue(forKey: published.tenant) else { return }
        let entries = published.entries.enumerated().map { offset, entry in
            StreamedEntry(entry, at: published.firstPosition + Int64(offset))
        }
        audience.recent.add(entries)
        tenants[published.tenant] = audience
        for (name, subscriber) in audience.subscribers where behind[name] == nil {
            if subscriber.last + 1 >= published.firstPosition {
                for entry in entries { subscriber.send(entry) }
            } else if !entries.isEmpty {
                behind[name] = subscriber
            }
        }
    }

    /// Lets those who are behind read on: one page each, so that a client has time to take it.
    func tick() {
        for subscriber in behind.values { catchUp(subscriber) }
    }

    func closeStreams(ofKeysNotIn keys: Set<ID<APIKey>>) {
        for audience in tenants.values {
            for subscriber in audience.subscribers.values {
                if let key = subscriber.key, !keys.contains(key) { subscriber.sink.close() }
            }
        }
    }

    // MARK: Catching up

    private func catchUp(_ subscriber: EventSubscriber) {
        guard !meetsRecent(subscriber), !subscriber.isReading,
            reading.count < Self.readMaximum, let read
        else { return }
        lastToken += 1
        guard read(subscriber.tenant, lastToken, subscriber.last) else { return }
        subscriber.isReading = true
        reading[lastToken] = subscriber
    }

    /// Sends a page that was read.
    func take(_ page: CatchUp.Page) {
        guard let subscriber = reading.removeValue(forKey: page.token) else { return }
        subscriber.isReading = false
        guard subscriber.sink.isOpen else { return }
        var isAtEnd = false
        switch page.content {
        case .entries(let entries, let examined, let head):
            for entry in entries { subscriber.send(entry) }
            subscriber.last = max(subscriber.last, examined)
            isAtEnd = subscriber.last >= head
        case .gone(let head):
            subscriber.reset(to: head)
            isAtEnd = true
        // The next tick tries again.
        case .failed: return
        }
        guard !meetsRecent(subscriber), isAtEnd else { return }
        // Nothing was committed since the page was read, or it would be among the recent ones.
        if tenants[subscriber.tenant]?.recent.isEmpty == true { isUpToDate(subscriber) }
    }

    /// Sends what is kept here where that goes on from where the subscriber is.
    ///
    /// - Returns: whether it is up to date now.
    private func meetsRecent(_ subscriber: EventSubscriber) -> Bool {
        guard let recent = tenants[subscriber.tenant]?.recent,
            let entries = recent.entries(after: subscriber.last)
        else { return false }
        for entry in entries { subscriber.send(entry) }
        isUpToDate(subscriber)
        return true
    }

    private func isUpToDate(_ subscriber: EventSubscriber) {
        behind[ObjectIdentifier(subscriber)] = nil
    }

    private func forget(_ name: ObjectIdentifier, of tenant: ID<Tenant>) {
        behind[name] = nil
        tenants[tenant]?.subscribers[name] = nil
        if tenants[tenant]?.subscribers.isEmpty == true { tenants[tenant] = nil }
    }
}

/// One client of the event stream.
@Loop
final class EventSubscriber {
    let sink: any EventSink
    let tenant: ID<Tenant>
    let key: ID<APIKey>?
    /// The position of the last entry that was sent, or need not be sent.
    var last: Int64
    var isReading = false

    init(_ sink: any EventSink, tenant: ID<Tenant>, key: ID<APIKey>?, last: Int64) {
        self.sink = sink
        self.tenant = tenant
        self.key = key
        self.last = last
    }

    /// Sends an entry, unless it was sent before.
    func send(_ entry: StreamedEntry) {
        guard entry.position > last else { return }
        last = entry.position
        sink.send(entry.bytes)
    }

    /// Tells the client that it missed what is not kept, and from where it goes on.
    func reset(to position: Int64) {
        let data = Array(#"{"position":\#(position)}"#.utf8)
        sink.send(SSE.event("reset", id: position, data: data))
        last = position
    }
}
