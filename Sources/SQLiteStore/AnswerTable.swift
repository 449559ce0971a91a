package import Store

/// Where the answers to idempotency keys are: a hash table in memory, 16 bytes a slot.
///
/// It keeps half of each digest; whoever looks one up compares the other half with the row. In
/// parts, so that none takes long to grow.
package struct AnswerTable {
    /// A place in the database: the row of `answer_batch`, and which of its keys.
    package struct Place: Comparable {
        package let number: UInt64

        package init(number: UInt64) { self.number = number }

        /// `batch` is a row id, at least 1; `index` below 65,536.
        package init(batch: Int64, index: Int) {
            number = UInt64(batch) << 16 | UInt64(index)
        }

        var batch: Int64 { Int64(number >> 16) }
        var index: Int { Int(number & 0xFFFF) }

        package static func < (left: Place, right: Place) -> Bool { left.number < right.number }
    }

    private static let partCount = 64

    package private(set) var count = 0
    private var parts = Array(repeating: Part(), count: partCount)

    package init() {}

    package mutating func insert(_ key: KeyDigest, at place: Place) {
        parts[Self.part(of: key)].insert(key.high, place.number)
        count += 1
    }

    package mutating func remove(_ key: KeyDigest, at place: Place) {
        if parts[Self.part(of: key)].remove(key.high, place.number) { count -= 1 }
    }

    /// Where the key may be, the newest first: nearly always none or one.
    package func places(of key: KeyDigest) -> [Place] {
        let found = parts[Self.part(of: key)].places(key.high)
        return found.isEmpty ? [] : found.map { Place(number: $0) }.sorted(by: >)
    }

    private static func part(of key: KeyDigest) -> Int {
        Int(truncatingIfNeeded: key.low) & (partCount - 1)
    }
}

/// One part: open addressing with linear probing, and no gaps left by removals.
private struct Part {
    /// Tag and place by turns; place 0 is a free slot.
    private var slots: [UInt64] = Array(repeating: 0, count: 2 * minimum)
    private var used = 0

    private static let minimum = 16

    private var capacity: Int { slots.count / 2 }

    mutating func insert(_ tag: UInt64, _ place: UInt64) {
        if 4 * (used + 1) > 3 * capacity { grow() }
        put(tag, place)
        used += 1
    }

    func places(_ tag: UInt64) -> [UInt64] {
        var found: [UInt64] = []
        var index = home(of: tag)
        while slots[2 * index + 1] != 0 {
            if slots[2 * index] == tag { found.append(slots[2 * index + 1]) }
            index = next(index)
        }
        return found
    }

    mutating func remove(_ tag: UInt64, _ place: UInt64) -> Bool {
        var index = home(of: tag)
        while slots[2 * index] != tag || slots[2 * index + 1] != place {
            if slots[2 * index + 1] == 0 { return false }
            index = next(index)
        }
        used -= 1
        fill(index)
        return true
    }

    /// Frees a slot and moves later entries up to it, as far as they may stand there.
    private mutating func fill(_ free: Int) {
        var free = free
        var index = next(free)
        while slots[2 * index + 1] != 0 {
            let wanted = home(of: slots[2 * index])
            if distance(from: wanted, to: index) >= distance(from: free, to: index) {
                slots[2 * free] = slots[2 * index]
                slots[2 * free + 1] = slots[2 * index + 1]
                free = index
            }
            index = next(index)
        }
        slots[2 * free + 1] = 0
    }

    private mutating func put(_ tag: UInt64, _ place: UInt64) {
        var index = home(of: tag)
        while slots[2 * index + 1] != 0 { index = next(index) }
        slots[2 * index] = tag
        slots[2 * index + 1] = place
    }

    private mutating func grow() {
        let before = slots
        slots = Array(repeating: 0, count: (before.count * 4 / 3 + 2) & ~1)
        for index in stride(from: 0, to: before.count, by: 2) where before[index + 1] != 0 {
            put(before[index], before[index + 1])
        }
    }

    private func home(of tag: UInt64) -> Int {
        Int(tag.multipliedFullWidth(by: UInt64(capacity)).high)
    }

    private func next(_ index: Int) -> Int { index + 1 == capacity ? 0 : index + 1 }

    private func distance(from start: Int, to end: Int) -> Int {
        end >= start ? end - start : end - start + capacity
    }
}
