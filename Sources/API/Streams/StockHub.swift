internal import Domain
internal import Engine
internal import HTTP
internal import Store

/// Streams what channels may promise: first as it is, then each change, at most five times a
/// second for one item.
@Loop
final class StockHub {
    /// What one client wants to see.
    struct Wish: Sendable {
        let tenant: ID<Tenant>
        let key: ID<APIKey>?
        let skus: [String]
        let channel: Channel
        /// Whether the tenant's display cap holds for it.
        let isPublic: Bool
    }

    private static let intervalMilliseconds: Int64 = 200
    /// Items looked at again in one tick, for expiries that nobody has booked yet.
    private static let recheckMaximum = 200

    private var topics: [StockTopic.Name: StockTopic] = [:]
    /// The topics of an item, over all channels.
    private var names: [ID<Item>: Set<StockTopic.Name>] = [:]
    private var keys: [ObjectIdentifier: (sink: any EventSink, key: ID<APIKey>)] = [:]
    private var isDirty: Set<StockTopic.Name> = []
    private var rest: [StockTopic.Name] = []

    nonisolated init() {}

    var isWatched: Bool { !topics.isEmpty }

    /// The items that the wish names.
    ///
    /// - Throws: `not_found` where the tenant has none of them.
    func items(of wish: Wish, _ engine: Engine) throws(Problem) -> [ID<Item>] {
        let items = engine.read { residents, _ in
            wish.skus.compactMap { residents.shops[wish.tenant]?.item($0) }
        }
        guard !items.isEmpty else { throw Problem(.notFound, "No item has one of these skus.") }
        return items
    }

    func subscribe(
        _ sink: any EventSink, _ wish: Wish, _ items: [ID<Item>], _ engine: Engine
    ) {
        let client = ObjectIdentifier(sink)
        let wanted = items.map { item in
            StockTopic.Name(
                tenant: wish.tenant, item: item, channel: wish.channel,
                isCapped: wish.isPublic)
        }
        var states: [UInt8] = []
        for (name, reading) in zip(wanted, Self.read(wanted, engine)) {
            var topic = topics[name] ?? StockTopic()
            states += topic.state(reading)
            topic.sinks[client] = sink
            topics[name] = topic
            names[name.item, default: []].insert(name)
            // Others may not have been told yet.
            isDirty.insert(name)
        }
        if let key = wish.key { keys[client] = (sink, key) }
        sink.onClose = { [weak self] in self?.forget(client, wanted) }
        sink.send(states)
    }

    /// Notes what may have changed.
    func publish(_ published: Published) {
        for item in published.items {
            guard let names = names[item] else { continue }
            isDirty.formUnion(names.lazy.filter { $0.tenant == published.tenant })
        }
    }

    /// Looks at some of the items again, in turn: an expiry frees units also where no command
    /// has booked it.
    func recheck() {
        if rest.isEmpty { rest = Array(topics.keys) }
        isDirty.formUnion(rest.suffix(Self.recheckMaximum))
        rest.removeLast(min(rest.count, Self.recheckMaximum))
    }

    /// Tells the clients what has changed, where their last news are old enough.
    ///
    /// `now` is in milliseconds of a clock that never goes back.
    func flush(_ engine: Engine, at now: Int64) {
        guard !isDirty.isEmpty else { return }
        let due = isDirty.filter { name in
            guard let topic = topics[name] else { return true }
            return now - topic.announcedAt >= Self.intervalMilliseconds
        }
        isDirty.subtract(due)
        let names = due.filter { topics[$0] != nil }
        for (name, reading) in zip(names, Self.read(names, engine)) {
            guard let bytes = topics[name]?.change(reading, at: now),
                let sinks = topics[name]?.sinks
            else { continue }
            for sink in sinks.values { sink.send(bytes) }
        }
    }

    func closeStreams(ofKeysNotIn known: Set<ID<APIKey>>) {
        for (sink, key) in keys.values where !known.contains(key) { sink.close() }
    }

    /// All of them as of one moment, in the order of `names`.
    private static func read(
        _ names: some Collection<StockTopic.Name>, _ engine: Engine
    ) -> [StockTopic.Reading] {
        engine.read { residents, now in
            names.map { name in
                let shop = residents.shops[name.tenant]
                let stock =
                    name.isCapped
                    ? shop?.publicStock(of: name.item, on: name.channel, at: now)
                    : shop?.promise(of: name.item, on: name.channel, at: now)
                return StockTopic.Reading(
                    stock: stock, position: residents.positions[name.tenant] ?? 0)
            }
        }
    }

    private func forget(_ client: ObjectIdentifier, _ wanted: [StockTopic.Name]) {
        keys[client] = nil
        for name in wanted {
            topics[name]?.sinks[client] = nil
            guard topics[name]?.sinks.isEmpty == true else { continue }
            topics[name] = nil
            names[name.item]?.remove(name)
            if names[name.item]?.isEmpty == true { names[name.item] = nil }
        }
    }
}
