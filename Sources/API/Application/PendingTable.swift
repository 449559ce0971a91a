internal import Domain
internal import HTTP
internal import Store

/// The exchanges that wait for the writer or for a reader.
///
/// Bounded, so that what is promised to nobody yet can be refused while it is cheap. A token
/// names one waiting for good: a late reply meets no later request. No token is 0.
struct PendingTable {
    /// Exchanges that may wait at once.
    static let capacity = 16_384

    struct Entry {
        let exchange: Exchange
        let reply: ReplyContext
        /// Under way until the reply comes, also where the client was answered before.
        let key: KeyDigest?
        /// Whose attempt to reserve it is, if it is one.
        var attempt: ID<Tenant>?
        /// What hides the texts of keys in the answer, if it is kept and has any.
        var seal: KeySeal?
        /// Milliseconds of the loop's clock.
        let deadline: Int64
        var isAnswered = false
    }

    enum Refusal: Error {
        case keyUnderWay
        case full
    }

    private var slots: [Entry?] = []
    private var generations: [UInt32] = []
    private var free: [Int] = []
    private var keys = KeysUnderWay(bucketCount: capacity)

    var count: Int { slots.count - free.count }

    /// - Throws: where another request with the same key is under way; then, where there is no
    ///   place.
    mutating func insert(_ entry: Entry) throws(Refusal) -> UInt64 {
        if let key = entry.key, keys.contains(key) { throw .keyUnderWay }
        guard let slot = free.popLast() ?? newSlot() else { throw .full }
        slots[slot] = entry
        if let key = entry.key { keys.insert(key, at: slot) }
        return UInt64(generations[slot]) << 32 | UInt64(slot)
    }

    mutating func remove(_ token: UInt64) -> Entry? {
        let slot = Int(token & 0xFFFF_FFFF)
        guard slot < slots.count, generations[slot] == UInt32(token >> 32),
            let entry = slots[slot].take()
        else { return nil }
        generations[slot] &+= 1
        free.append(slot)
        if let key = entry.key { keys.remove(key, at: slot) }
        return entry
    }

    /// Marks those past their deadline as answered and returns them. They keep their places,
    /// because their commands may still take effect.
    mutating func expire(at now: Int64) -> [Entry] {
        var expired: [Entry] = []
        for slot in slots.indices {
            guard let entry = slots[slot], entry.deadline <= now, !entry.isAnswered else {
                continue
            }
            slots[slot]?.isAnswered = true
            expired.append(entry)
        }
        return expired
    }

    private mutating func newSlot() -> Int? {
        guard slots.count < Self.capacity else { return nil }
        slots.append(nil)
        generations.append(1)
        return slots.count - 1
    }
}

/// What of a request its answer needs, and its line in the log.
struct ReplyContext: Sendable {
    let requestID: String
    /// Whether refusals take the form of the old doors.
    let isDoor: Bool
    /// Milliseconds of the loop's clock.
    var startedAt: Int64
    /// Nil where the request could not be read.
    let method: Method?
    /// The route's own path, once it is found.
    var route: String?
    /// Whose key came with it, and which, once it is known.
    var tenant: ID<Tenant>?
    var actor: ID<APIKey>?
    /// The origin that may read the answer in a browser.
    var origin: String?
}
