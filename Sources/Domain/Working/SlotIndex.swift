/// Finds the places of elements by a hash of something about them: their id, their name.
///
/// It keeps the hashes only; whoever looks something up says which element is meant. A hash
/// table that grows by one bucket an insertion (linear hashing), so that no insertion waits for
/// a million others to move. 12 bytes an element, where a dictionary of ids took 32.
package struct SlotIndex<Element>: Sendable {
    private struct Entry: Sendable {
        var hash: UInt32
        /// The next place in the same bucket.
        var next: Int32
    }

    /// Per bucket, the place that was entered last.
    private var buckets: [Int32] = [-1]
    /// By place.
    private var entries: [Entry] = []
    package private(set) var count = 0

    package init() {}

    /// Makes room for so many at once, before the first is entered.
    package mutating func prepare(for count: Int) {
        buckets = Array(repeating: -1, count: max(1, count))
        entries.reserveCapacity(count)
    }

    /// Enters a place that is not entered.
    package mutating func insert(_ slot: Slot<Element>, _ hash: UInt32) {
        let number = Int(slot.number)
        while entries.count <= number { entries.append(Entry(hash: 0, next: -1)) }
        count += 1
        if count > buckets.count { split() }
        let bucket = bucket(of: hash)
        entries[number] = Entry(hash: hash, next: buckets[bucket])
        buckets[bucket] = slot.number
    }

    /// Drops a place that is entered.
    package mutating func remove(_ slot: Slot<Element>) {
        let removed = entries[Int(slot.number)]
        count -= 1
        let bucket = bucket(of: removed.hash)
        guard buckets[bucket] != slot.number else {
            buckets[bucket] = removed.next
            return
        }
        var number = buckets[bucket]
        while entries[Int(number)].next != slot.number { number = entries[Int(number)].next }
        entries[Int(number)].next = removed.next
    }

    /// The first place with the hash that is the one that is meant.
    package func first(_ hash: UInt32, where isMeant: (Slot<Element>) -> Bool) -> Slot<Element>? {
        var number = buckets[bucket(of: hash)]
        while number >= 0 {
            let entry = entries[Int(number)]
            if entry.hash == hash, isMeant(Slot(number: number)) { return Slot(number: number) }
            number = entry.next
        }
        return nil
    }

    /// As many low bits of the hash as tell the buckets apart; those of a bucket that is not
    /// there yet stand in the one that it will be split from.
    private func bucket(of hash: UInt32) -> Int {
        let bits = Int.bitWidth - (buckets.count - 1).leadingZeroBitCount
        let bucket = Int(hash) & ((1 &<< bits) - 1)
        return bucket < buckets.count ? bucket : bucket & ((1 &<< (bits - 1)) - 1)
    }

    /// Adds a bucket, and moves there what belongs there.
    private mutating func split() {
        let new = buckets.count
        let bits = Int.bitWidth - new.leadingZeroBitCount
        let old = new & ((1 &<< (bits - 1)) - 1)
        var number = buckets[old]
        buckets[old] = -1
        buckets.append(-1)
        while number >= 0 {
            let next = entries[Int(number)].next
            let bucket = Int(entries[Int(number)].hash) & ((1 &<< bits) - 1) == new ? new : old
            entries[Int(number)].next = buckets[bucket]
            buckets[bucket] = number
            number = next
        }
    }
}

extension ID {
    /// For tables of ids. They are handed out here, so nobody can choose such that collide.
    var tableHash: UInt32 {
        UInt32(truncatingIfNeeded: (UInt64(bitPattern: rawValue) &* 0x9E37_79B9_7F4A_7C15) >> 32)
    }
}

extension Verbatim {
    /// For tables of names. Seeded, because clients choose names.
    var tableHash: UInt32 { UInt32(truncatingIfNeeded: hashValue) }
}
