import Domain
import TestSupport
import Testing

@Suite("Slab")
struct SlabTests {
    @Test(
        "an element stays at its place until it is removed, and then the place is used again",
        arguments: [1, 255, 256, 257, 2_000])
    func places(count: Int) {
        var slab = Slab<String>()
        let slots = (0..<count).map { slab.insert("\($0)") }
        #expect(Set(slots).count == count)
        for (index, slot) in slots.enumerated() where index.isMultiple(of: 3) { slab.remove(slot) }
        let removed = (count + 2) / 3
        #expect(slab.count == count - removed)
        for (index, slot) in slots.enumerated() where !index.isMultiple(of: 3) {
            #expect(slab[slot] == "\(index)")
        }
        let again = (0..<removed).map { slab.insert("new \($0)") }
        #expect(Set(again).isSubset(of: Set(slots)))
        #expect(Set(slab.elements).count == count)
        #expect(Set(slab.places) == Set(slots))
    }

    @Test("a snapshot stays as it was, whatever changes after it was taken")
    func snapshot() {
        var slab = Slab<[Int]>()
        let slots = (0..<600).map { slab.insert([$0]) }
        let snapshot = slab
        for slot in slots { slab.update(slot) { $0.append(-1) } }
        slab.remove(slots[300])
        #expect(slots.enumerated().allSatisfy { snapshot[$0.element] == [$0.offset] })
        #expect(slab[slots[0]] == [0, -1])
        #expect(snapshot.count == 600)
        #expect(slab.count == 599)
    }
}

@Suite("Slot index")
struct SlotIndexTests {
    @Test(
        "it finds what was entered and not dropped, whatever the hashes",
        arguments: [
            (seed: 1, hashes: 1), (seed: 2, hashes: 7), (seed: 3, hashes: 500),
            (seed: 4, hashes: 1_000_000_000),
        ] as [(seed: UInt64, hashes: Int64)])
    func model(seed: UInt64, hashes: Int64) {
        var random = SeededGenerator(seed: seed)
        var index = SlotIndex<String>()
        var model: [Int32: UInt32] = [:]
        for _ in 0..<2_000 {
            let number = Int32(random.number(0...300))
            let slot = Slot<String>(number: number)
            if let hash = model[number] {
                #expect(index.first(hash) { $0 == slot } == slot)
                index.remove(slot)
                model[number] = nil
                #expect(index.first(hash) { $0 == slot } == nil)
            } else {
                let hash = UInt32(truncatingIfNeeded: random.number(1...hashes) &* 2_654_435_761)
                index.insert(slot, hash)
                model[number] = hash
            }
        }
        #expect(index.count == model.count)
        for (number, hash) in model {
            #expect(index.first(hash) { $0.number == number } != nil)
            #expect(index.first(hash &+ 1) { $0.number == number } == nil)
        }
    }
}

@Suite("Deadline queue")
struct DeadlineQueueTests {
    @Test(
        "it gives out places by their deadlines, whatever came, moved and left",
        arguments: 0..<8 as Range<UInt64>)
    func model(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var queue = DeadlineQueue<String>()
        var model: [Int32: Timestamp] = [:]
        for _ in 0..<1_000 {
            let number = Int32(random.number(0...200))
            let slot = Slot<String>(number: number)
            queue.remove(slot)
            model[number] = nil
            if random.chance(70) {
                let deadline = Timestamp(milliseconds: random.number(0...50))
                queue.insert(slot, at: deadline)
                model[number] = deadline
            }
            #expect(queue.first?.deadline == model.values.min())
        }
        let now = Timestamp(milliseconds: 25)
        let due = model.values.filter { $0 <= now }.sorted()
        #expect(queue.count == model.count)
        #expect(queue.allDue(at: now).compactMap { model[$0.number] }.sorted() == due)
        for limit in [0, 1, 5, due.count, 1_000] {
            let found = queue.due(at: now, limit: limit).compactMap { model[$0.number] }
            #expect(found == Array(due.prefix(limit)))
        }
        var last = Timestamp(milliseconds: .min)
        while let (slot, deadline) = queue.first {
            #expect(deadline == model[slot.number] && deadline >= last)
            last = deadline
            queue.remove(slot)
        }
        #expect(queue.count == 0)
    }
}
