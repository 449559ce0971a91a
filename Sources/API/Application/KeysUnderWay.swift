internal import Store

/// The idempotency keys of requests that are under way, each at the place of its request.
///
/// A hash table of chains. A key is a keyed hash already, so it is not hashed again, as a `Set`
/// would do three times for each request.
struct KeysUnderWay {
    private struct Entry {
        let key: KeyDigest
        /// The next place in the same bucket, or -1.
        var next: Int32
    }

    private static let none = Entry(key: KeyDigest(high: 0, low: 0), next: -1)

    /// Per bucket, the place that was entered last, or -1.
    private var buckets: [Int32]
    /// By place.
    private var entries: [Entry] = []

    /// - Parameter bucketCount: a power of two.
    init(bucketCount: Int) {
        precondition(bucketCount.nonzeroBitCount == 1, "\(bucketCount) is no power of two")
        buckets = Array(repeating: -1, count: bucketCount)
    }

    func contains(_ key: KeyDigest) -> Bool {
        var place = buckets[bucket(of: key)]
        while place >= 0 {
            let entry = entries[Int(place)]
            if entry.key == key { return true }
            place = entry.next
        }
        return false
    }

    /// Enters a key that is not there at a place that has none.
    mutating func insert(_ key: KeyDigest, at place: Int) {
        while entries.count <= place { entries.append(Self.none) }
        let bucket = bucket(of: key)
        entries[place] = Entry(key: key, next: buckets[bucket])
        buckets[bucket] = Int32(place)
    }

    /// Drops the key that is at a place.
    mutating func remove(_ key: KeyDigest, at place: Int) {
        let bucket = bucket(of: key)
        let next = entries[place].next
        var before = Int(buckets[bucket])
        guard before != place else {
            buckets[bucket] = next
            return
        }
        while entries[before].next != place { before = Int(entries[before].next) }
        entries[before].next = next
    }

    private func bucket(of key: KeyDigest) -> Int {
        Int(truncatingIfNeeded: key.low) & (buckets.count - 1)
    }
}
