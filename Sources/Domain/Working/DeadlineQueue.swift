/// Places in the order in which their time runs out.
///
/// A heap that knows where each place stands in it, so that a reservation that is sold or extended
/// leaves at once. 16 bytes a place. Those of one millisecond come in no order.
package struct DeadlineQueue<Element>: Sendable {
    package typealias Place = Slot<Element>

    private var deadlines: [Timestamp] = []
    private var slots: [Place] = []
    /// By place, where in the heap it stands; -1 for one that does not.
    private var positions: [Int32] = []

    /// Children of one node: four lie in one cache line or two.
    private static var fanOut: Int { 4 }

    package init() {}

    package var count: Int { slots.count }

    package var first: (slot: Place, deadline: Timestamp)? {
        guard let slot = slots.first else { return nil }
        return (slot, deadlines[0])
    }

    package mutating func insert(_ slot: Place, at deadline: Timestamp) {
        let number = Int(slot.number)
        while positions.count <= number { positions.append(-1) }
        deadlines.append(deadline)
        slots.append(slot)
        rise(slots.count - 1, slot, deadline)
    }

    /// Drops a place; one that does not stand here is passed over.
    package mutating func remove(_ slot: Place) {
        guard Int(slot.number) < positions.count, positions[Int(slot.number)] >= 0 else { return }
        let index = Int(positions[Int(slot.number)])
        positions[Int(slot.number)] = -1
        guard let last = slots.popLast(), let deadline = deadlines.popLast() else { return }
        guard last != slot else { return }
        if index > 0, deadline < deadlines[Self.parent(of: index)] {
            rise(index, last, deadline)
        } else {
            sink(index, last, deadline)
        }
    }

    /// Those due at `now`, the earliest first, at most `limit` of them. Costs as much as it
    /// finds, however many there are.
    package func due(at now: Timestamp, limit: Int) -> [Place] {
        var found: [Place] = []
        // Due, and behind what was found: the latest first.
        var open = isDue(0, now) ? [0] : []
        while found.count < limit, let index = open.popLast() {
            found.append(slots[index])
            for child in Self.children(of: index) where isDue(child, now) {
                open.insert(child, at: place(of: child, in: open))
            }
        }
        return found
    }

    /// All that are due at `now`, in no order.
    package func allDue(at now: Timestamp) -> [Place] {
        var found: [Place] = []
        var open = isDue(0, now) ? [0] : []
        while let index = open.popLast() {
            found.append(slots[index])
            for child in Self.children(of: index) where isDue(child, now) { open.append(child) }
        }
        return found
    }

    private func isDue(_ index: Int, _ now: Timestamp) -> Bool {
        index < deadlines.count && deadlines[index] <= now
    }

    private func place(of index: Int, in open: [Int]) -> Int {
        var low = 0
        var high = open.count
        while low < high {
            let middle = (low + high) / 2
            // Among equals last, where an insertion moves nothing.
            if deadlines[open[middle]] < deadlines[index] {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return low
    }

    private static func parent(of index: Int) -> Int { (index - 1) / fanOut }

    private static func children(of index: Int) -> Range<Int> {
        (fanOut * index + 1)..<(fanOut * index + fanOut + 1)
    }

    private mutating func set(_ index: Int, _ slot: Place, _ deadline: Timestamp) {
        slots[index] = slot
        deadlines[index] = deadline
        positions[Int(slot.number)] = Int32(index)
    }

    /// Brings what belongs at `index` up to where none above is later.
    private mutating func rise(_ start: Int, _ slot: Place, _ deadline: Timestamp) {
        var index = start
        while index > 0, case let parent = Self.parent(of: index), deadline < deadlines[parent] {
            set(index, slots[parent], deadlines[parent])
            index = parent
        }
        set(index, slot, deadline)
    }

    private mutating func sink(_ start: Int, _ slot: Place, _ deadline: Timestamp) {
        var index = start
        while true {
            var least = -1
            for child in Self.children(of: index) where child < slots.count {
                if least < 0 || deadlines[child] < deadlines[least] { least = child }
            }
            guard least >= 0, deadlines[least] < deadline else { break }
            set(index, slots[least], deadlines[least])
            index = least
        }
        set(index, slot, deadline)
    }
}
