/// That a reservation holds units of an item, or waits for some: one link of two lists, the
/// item's and the reservation's.
struct Holding: Sendable {
    let item: ID<Item>
    /// None once the item was deleted.
    var place: Slot<KeptItem>
    let reservation: Slot<KeptReservation>
    /// The next of the same reservation.
    let sibling: Slot<Holding>
    fileprivate(set) var previous = Slot<Holding>.none
    fileprivate(set) var next = Slot<Holding>.none

    init(
        of item: ID<Item>, at place: Slot<KeptItem>, by reservation: Slot<KeptReservation>,
        sibling: Slot<Holding>
    ) {
        self.item = item
        self.place = place
        self.reservation = reservation
        self.sibling = sibling
    }
}

/// Holdings of one item, in an order that whoever inserts chooses.
struct HoldingList: Sendable {
    private(set) var first = Slot<Holding>.none
    private(set) var last = Slot<Holding>.none

    var isEmpty: Bool { first == .none }

    /// Inserts a holding behind another; behind `none` it is the first.
    mutating func insert(
        _ slot: Slot<Holding>, after previous: Slot<Holding>, in holdings: inout Slab<Holding>
    ) {
        let next = previous == .none ? first : holdings[previous].next
        holdings.update(slot) { holding in
            holding.previous = previous
            holding.next = next
        }
        link(previous, next: slot, in: &holdings)
        link(next, previous: slot, in: &holdings)
    }

    mutating func remove(_ slot: Slot<Holding>, in holdings: inout Slab<Holding>) {
        let removed = holdings[slot]
        link(removed.previous, next: removed.next, in: &holdings)
        link(removed.next, previous: removed.previous, in: &holdings)
    }

    private mutating func link(
        _ slot: Slot<Holding>, next: Slot<Holding>, in holdings: inout Slab<Holding>
    ) {
        guard slot != .none else {
            first = next
            return
        }
        holdings.update(slot) { $0.next = next }
    }

    private mutating func link(
        _ slot: Slot<Holding>, previous: Slot<Holding>, in holdings: inout Slab<Holding>
    ) {
        guard slot != .none else {
            last = previous
            return
        }
        holdings.update(slot) { $0.previous = previous }
    }
}
