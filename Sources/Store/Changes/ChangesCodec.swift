public import Domain

/// What a batch changed, as the bytes in which another process takes it over: applied to the same
/// residents, what comes back makes the same of them.
///
/// Of `stocks` travel the counts and the item's id; its text comes with the catalog's changes.
/// What residents are not made of stays behind, and comes back empty: levels, movements and
/// events stand in tables of their own.
public enum ChangesCodec {
    /// The first byte. Bytes of another version are refused, not guessed at.
    static let version: UInt8 = 1

    public static func encode(_ changes: Changes) -> [UInt8] {
        var bytes: [UInt8] = []
        encode(changes, into: &bytes)
        return bytes
    }

    /// Appends them to `bytes`, so that a writer can use its memory again.
    public static func encode(_ changes: Changes, into bytes: inout [UInt8]) {
        bytes.append(addingCapacity: limit(changes)) { write(changes, to: &$0) }
        bytes.append(changes.catalog) { change, bytes in CatalogCode.write(change, to: &bytes) }
    }

    /// All but the catalog. Elements are named by their index, because a loop over them would copy
    /// each.
    private static func write(_ changes: Changes, to output: inout OutputSpan<UInt8>) {
        var near = Nearby(changes.at)
        output.append(version)
        output.append(number: changes.tenant.rawValue)
        output.append(number: changes.at.milliseconds)
        output.append(number: changes.lastID &- near.reservation)
        let stocks = changes.stocks.span
        output.append(count: stocks.count)
        for index in stocks.indices { StockCode.write(stocks[index], &near, to: &output) }
        let reservations = changes.reservations.span
        output.append(count: reservations.count)
        for index in reservations.indices {
            ReservationCode.write(reservations[index], &near, to: &output)
        }
    }

    /// So many bytes at most.
    private static func limit(_ changes: Changes) -> Int {
        var limit = 1 + 5 * OutputSpan<UInt8>.numberLimit
        let stocks = changes.stocks.span
        for index in stocks.indices { limit += StockCode.limit(stocks[index]) }
        let reservations = changes.reservations.span
        for index in reservations.indices { limit += ReservationCode.limit(reservations[index]) }
        return limit
    }

    /// - Throws: `StoreError.corrupt` for another version and for bytes that `encode` did not
    ///   write, with the place where they cannot be.
    public static func decode(_ bytes: [UInt8]) throws(StoreError) -> Changes {
        var reader = ChangesReader(bytes)
        guard try reader.byte() == version else { throw reader.corrupt }
        let tenant = ID<Tenant>(rawValue: try reader.number())
        let at = Timestamp(milliseconds: try reader.number())
        reader.near = Nearby(at)
        let lastID = reader.near.reservation &+ (try reader.number())
        var changes = Changes(tenant: tenant, at: at, lastID: lastID)
        changes.stocks = try reader.list(of: StockCode.lengthMinimum, StockCode.read)
        changes.reservations = try reader.list(
            of: ReservationCode.lengthMinimum, ReservationCode.read)
        changes.catalog = try reader.list(of: CatalogCode.lengthMinimum, CatalogCode.read)
        try reader.finish()
        return changes
    }
}

/// What ids, times and channels are written relative to: the last ones of their kind, so that
/// most take a byte.
struct Nearby {
    let time: Int64
    var item: Int64 = 0
    var location: Int64 = 0
    var reservation: Int64
    var channel = Channel.online

    /// Begins at the ids that are made at that time.
    init(_ time: Timestamp) {
        self.time = time.milliseconds
        reservation = time.milliseconds << 20
    }
}
