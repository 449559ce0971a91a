internal import Domain
internal import HTTP
internal import JSON

/// One item on one channel, and whoever watches it.
struct StockTopic {
    struct Name: Hashable, Sendable {
        let tenant: ID<Tenant>
        let item: ID<Item>
        let channel: Channel
        let isCapped: Bool
    }

    /// What memory says of it.
    struct Reading: Equatable, Sendable {
        /// Nil where the item was deleted.
        let stock: PublicStock?
        /// The log's last position.
        let position: Int64
    }

    var sinks: [ObjectIdentifier: any EventSink] = [:]
    /// When the clients were told last, in milliseconds.
    private(set) var announcedAt = Int64.min / 2
    private var last: PublicStock?
    /// Grows with every change, so that an older one that comes late can be told.
    private var sequence: Int64 = 0

    init() {}

    /// How it is now, for a client that has just come. Empty where the item was deleted.
    mutating func state(_ reading: Reading) -> [UInt8] {
        guard let stock = reading.stock else { return [] }
        if sinks.isEmpty {
            last = stock
            sequence = max(sequence, reading.position)
        }
        // The others will be told of what they do not know under a number as high at least.
        return Self.bytes(stock, sequence: stock == last ? sequence : sequence + 1)
    }

    /// How it is now, where that is not what the clients were told before.
    mutating func change(_ reading: Reading, at now: Int64) -> [UInt8]? {
        // A deleted item is sold out for good.
        let stock =
            reading.stock
            ?? last.map { PublicStock(sku: $0.sku, available: 0, status: .outOfStock) }
        guard let stock, stock != last else { return nil }
        last = stock
        announcedAt = now
        // An expiry frees units without an entry in the log: the number grows all the same.
        sequence = max(sequence + 1, reading.position)
        return Self.bytes(stock, sequence: sequence)
    }

    private static func bytes(_ stock: PublicStock, sequence: Int64) -> [UInt8] {
        var writer = JSONWriter(reservingCapacity: 96)
        writer.object { writer in
            writer.field("sku", stock.sku)
            writer.field("available", stock.available)
            writer.field("status", stock.status.rawValue)
            writer.field("sequence", sequence)
        }
        return SSE.event("stock", data: writer.bytes)
    }
}
