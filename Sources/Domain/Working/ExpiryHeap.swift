/// Reservations in order of expiry: a binary heap that drops stale entries lazily.
///
/// A reservation that moved or ended leaves its entry behind; the owner says which entries are
/// current. Stale ones at the top go at once, the rest when they are the majority.
struct ExpiryHeap: Sendable {
    struct Entry: Comparable, Sendable {
        let deadline: Timestamp
        let reservation: ID<Reservation>

        static func < (left: Entry, right: Entry) -> Bool {
            (left.deadline, left.reservation) < (right.deadline, right.reservation)
        }
    }

    private(set) var entries: [Entry] = []
    private var stale = 0

    var first: Entry? { entries.first }

    mutating func insert(_ entry: Entry) {
        entries.append(entry)
        siftUp(entries.count - 1)
    }

    /// The current entries due at `now`, the earliest first, at most `limit` of them. Costs as
    /// much as it finds, however many there are. One that was inserted twice is found once.
    func due(at now: Timestamp, limit: Int, isCurrent: (Entry) -> Bool) -> [Entry] {
        guard limit < .max else { return allDue(at: now, isCurrent: isCurrent) }
        var found: [Entry] = []
        // Places whose parents are done, the latest first.
        var open = isDue(0, now) ? [0] : []
        while found.count < limit, let index = open.popLast() {
            let entry = entries[index]
            // Equal entries come one after the other.
            if isCurrent(entry), found.last != entry { found.append(entry) }
            for child in [2 * index + 1, 2 * index + 2] where isDue(child, now) {
                open.insert(child, at: place(of: child, in: open))
            }
        }
        return found
    }

    private func allDue(at now: Timestamp, isCurrent: (Entry) -> Bool) -> [Entry] {
        var found: [Entry] = []
        var open = isDue(0, now) ? [0] : []
        while let index = open.popLast() {
            if isCurrent(entries[index]) { found.append(entries[index]) }
            for child in [2 * index + 1, 2 * index + 2] where isDue(child, now) {
                open.append(child)
            }
        }
        found.sort()
        return found.indices.filter { $0 == 0 || found[$0] != found[$0 - 1] }.map { found[$0] }
    }

    private func isDue(_ index: Int, _ now: Timestamp) -> Bool {
        index < entries.count && entries[index].deadline <= now
    }

    private func place(of index: Int, in open: [Int]) -> Int {
        var low = 0
        var high = open.count
        while low < high {
            let middle = (low + high) / 2
            if entries[open[middle]] < entries[index] { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// One more entry is stale: drops those at the top, and all once they are the majority.
    mutating func noteStale(_ isCurrent: (Entry) -> Bool) {
        stale += 1
        while let first = entries.first, !isCurrent(first) {
            removeFirst()
            stale -= 1
        }
        stale = max(0, stale)
        guard stale > Self.staleMinimum, stale > entries.count / 2 else { return }
        let current = entries.filter(isCurrent).sorted()
        // An item that was dropped and taken again stands there twice.
        entries = current.indices.filter { $0 == 0 || current[$0] != current[$0 - 1] }
            .map { current[$0] }
        stale = 0
    }

    /// Below so many stale entries a clean-up costs more than it gives.
    private static let staleMinimum = 64

    private mutating func removeFirst() {
        entries.swapAt(0, entries.count - 1)
        entries.removeLast()
        siftDown(0)
    }

    private mutating func siftUp(_ start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child] < entries[parent] else { return }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func siftDown(_ start: Int) {
        var parent = start
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < entries.count && entries[child] < entries[least] {
                least = child
            }
            guard least != parent else { return }
            entries.swapAt(parent, least)
            parent = least
        }
    }
}
