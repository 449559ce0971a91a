/// A token bucket for each name: a second's worth at once, then as many as the rate gives.
struct TokenBuckets<Name: Hashable & Sendable>: Sendable {
    /// Buckets that are kept; full ones are dropped first, for they say nothing.
    static var countMax: Int { 16_384 }

    private struct Bucket {
        /// Thousandths of a token.
        var milliTokens: Int64
        var at: Int64
    }

    let rate: Int64
    private var buckets: [Name: Bucket] = [:]

    init(rate: Int64) { self.rate = rate }

    var count: Int { buckets.count }

    /// Takes a token. Nil, or where there is none, in how many milliseconds there will be one.
    ///
    /// `now` is milliseconds of a clock that never goes back.
    mutating func take(_ name: Name, now: Int64) -> Int64? {
        var bucket = buckets[name] ?? Bucket(milliTokens: full, at: now)
        bucket.milliTokens = min(full, bucket.milliTokens + max(0, now - bucket.at) * rate)
        bucket.at = now
        guard bucket.milliTokens >= 1_000 else {
            buckets[name] = bucket
            return (1_000 - bucket.milliTokens + rate - 1) / rate
        }
        bucket.milliTokens -= 1_000
        if buckets.count >= Self.countMax, buckets[name] == nil { makeRoom(now: now) }
        buckets[name] = bucket
        return nil
    }

    private var full: Int64 { rate * 1_000 }

    /// Drops the buckets that are full by now, or else all: a limit that is forgotten for once
    /// costs less than memory without bound.
    private mutating func makeRoom(now: Int64) {
        buckets = buckets.filter { $0.value.milliTokens + (now - $0.value.at) * rate < full }
        if buckets.count >= Self.countMax { buckets.removeAll(keepingCapacity: true) }
    }
}
