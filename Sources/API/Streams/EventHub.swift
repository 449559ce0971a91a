internal import Domain
internal import Engine
internal import HTTP
internal import Store

/// Streams the event log: every entry once, in order, from where a client says it was.
///
/// A subscriber that is up to date gets entries as they are committed, as far as its buffer has
/// room. One that is behind gets them at its own pace: pages from the database until it meets the
/// entries that are kept here, then those.
@Loop
final class EventHub {
    /// Pages that are read at once, so that ten thousand clients who come back together do not
    /// push everybody else out of the readers' queues.
    private static let readMaximum = 64
    /// How long a reader may take nothing while something waits for it: 5 seconds.
    private static let patienceTicks = 50

    private var tenants: [ID<Tenant>: Audience] = [:]
    /// Those who are not up to date.
    private var behind: [ObjectIdentifier: EventSubscriber] = [:]
    /// Those who want a page, whoever has waited longest first.
    private var line: ArraySlice<EventSubscriber> = []
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
        sink.onDrain = { [weak self] in self?.drained(name) }
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
            let isNext = entries.isEmpty || subscriber.last + 1 >= published.firstPosition
            if !isNext || !subscriber.send(entries) { behind[name] = subscriber }
        }
    }

    /// Lets those who are behind and wait for nothing read on, and cuts those who do not read.
    func tick() {
        for subscriber in behind.values {
            if subscriber.sink.unsent == 0, !meetsRecent(subscriber) { queue(subscriber) }
            if !subscriber.isReading(within: Self.patienceTicks) { subscriber.sink.cut() }
        }
        readOn()
    }

    private func drained(_ name: ObjectIdentifier) {
        guard let subscriber = behind[name] else { return }
        catchUp(subscriber)
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
        guard !meetsRecent(subscriber) else { return }
        queue(subscriber)
        readOn()
    }

    /// Puts it at the end of the line, unless it stands there or is being read for.
    private func queue(_ subscriber: EventSubscriber) {
        guard !subscriber.isAwaitingPage, !subscriber.isInLine else { return }
        subscriber.isInLine = true
        line.append(subscriber)
    }

    /// Has pages read for those at the head of the line, as many as may be read at once.
    private func readOn() {
        while reading.count < Self.readMaximum, let subscriber = line.popFirst() {
            subscriber.isInLine = false
            let isBehind = behind[ObjectIdentifier(subscriber)] === subscriber
            // Who has no room for a page comes back once it has.
            guard isBehind, subscriber.hasRoomForPage, !meetsRecent(subscriber) else { continue }
            guard readPage(for: subscriber) else {
                subscriber.isInLine = true
                return line.insert(subscriber, at: line.startIndex)
            }
        }
        // What was taken out of a slice stays in memory with it.
        if line.isEmpty { line = [] }
    }

    private func readPage(for subscriber: EventSubscriber) -> Bool {
        lastToken += 1
        guard let read, read(subscriber.tenant, lastToken, subscriber.last) else { return false }
        subscriber.isAwaitingPage = true
        reading[lastToken] = subscriber
        return true
    }

    /// Sends a page that was read.
    func take(_ page: CatchUp.Page) {
        guard let subscriber = reading.removeValue(forKey: page.token) else { return }
        subscriber.isAwaitingPage = false
        guard subscriber.sink.isOpen else { return }
        var isAtEnd = false
        switch page.content {
        case .entries(let entries, let examined, let head):
            guard subscriber.send(entries) else { return }
            subscriber.last = max(subscriber.last, examined)
            isAtEnd = subscriber.last >= head
        case .gone(let head):
            subscriber.reset(to: head)
            isAtEnd = true
        // The next tick tries again.
        case .failed: return queue(subscriber)
        }
        guard !meetsRecent(subscriber) else { return }
        guard isAtEnd else {
            queue(subscriber)
            // Where many are behind, the next tick goes on with the line.
            if behind.count <= Self.readMaximum { readOn() }
            return
        }
        // Nothing was committed since the page was read, or it would be among the recent ones.
        if tenants[subscriber.tenant]?.recent.isEmpty == true { isUpToDate(subscriber) }
    }

    /// Sends of what is kept here as much as there is room for, where that goes on from where the
    /// subscriber is.
    ///
    /// - Returns: whether it does.
    private func meetsRecent(_ subscriber: EventSubscriber) -> Bool {
        guard let recent = tenants[subscriber.tenant]?.recent,
            let entries = recent.entries(after: subscriber.last)
        else { return false }
        if subscriber.send(entries) { isUpToDate(subscriber) }
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
