/// A place in a `Slab` of such elements; half as long as an id.
package struct Slot<Element>: Hashable, Sendable {
    package let number: Int32

    package init(number: Int32) { self.number = number }

    /// No place, where there may be none: an `Optional` would take twice the memory.
    package static var none: Self { Self(number: -1) }
}

/// Elements at numbered places, which they keep until they are removed.
///
/// It grows page by page, so that no insertion copies what is there, nothing is kept in reserve,
/// and a change while a snapshot is alive copies one page. The dictionary that stood here took
/// 2.5 times its content for a million items, and half a second when it grew.
package struct Slab<Element: Sendable>: Sendable {
    private static var pageLength: Int { 256 }

    private var pages: [[Element?]] = []
    /// Places that were given up: used again before new ones.
    private var free: [Int32] = []
    /// Places that were ever used.
    private var used: Int32 = 0

    package init() {}

    package var count: Int { Int(used) - free.count }

    package mutating func insert(_ element: consuming Element) -> Slot<Element> {
        if let number = free.popLast() {
            let (page, index) = Self.place(number)
            pages[page][index] = element
            return Slot(number: number)
        }
        let number = used
        used += 1
        let (page, _) = Self.place(number)
        if page == pages.count {
            pages.append([])
            // The first page grows by itself, because most shops are small.
            if page > 0 { pages[page].reserveCapacity(Self.pageLength) }
        }
        pages[page].append(element)
        return Slot(number: number)
    }

    package mutating func remove(_ slot: Slot<Element>) {
        let (page, index) = Self.place(slot.number)
        pages[page][index] = nil
        free.append(slot.number)
    }

    /// The element at a place that is in use.
    package subscript(slot: Slot<Element>) -> Element {
        let (page, index) = Self.place(slot.number)
        guard let element = pages[page][index] else { Self.fail(slot) }
        return element
    }

    /// Changes the element at a place that is in use.
    package mutating func update<Result>(
        _ slot: Slot<Element>, _ change: (inout Element) -> Result
    ) -> Result {
        let (page, index) = Self.place(slot.number)
        // Taken out and put back, so that what it refers to is never there twice.
        guard var element = pages[page][index].take() else { Self.fail(slot) }
        defer { pages[page][index] = element }
        return change(&element)
    }

    /// The places that are in use, in order.
    package var places: [Slot<Element>] {
        (0..<used).map { Slot(number: $0) }.filter { slot in
            let (page, index) = Self.place(slot.number)
            return pages[page][index] != nil
        }
    }

    /// All elements, in the order of their places.
    package var elements: some Sequence<Element> { pages.lazy.joined().compactMap { $0 } }

    private static func place(_ number: Int32) -> (page: Int, index: Int) {
        (Int(number) / pageLength, Int(number) % pageLength)
    }

    private static func fail(_ slot: Slot<Element>) -> Never {
        preconditionFailure("nothing is at place \(slot.number)")
    }
}
