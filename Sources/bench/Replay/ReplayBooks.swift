/// What the replay knows to have happened, by item, from the server's answers alone.
struct ReplayBooks {
    var opening: [Int]
    var shipped: [Int]
    var returned: [Int]
    var writtenOff: [Int]
    var found: [Int]
    /// As the server counts at the end.
    var onHand: [Int]

    /// Refused lines by code, and units that were asked for and not there.
    var refusals: [String: Int] = [:]
    var refusedReservations = 0
    var partialReservations = 0
    var emptyReservations = 0
    var unitsNotSold = 0
    var clampedWriteOffs = 0
    var unitsNotWrittenOff = 0

    init(opening: [Int]) {
        let none = [Int](repeating: 0, count: opening.count)
        self.opening = opening
        (shipped, returned, writtenOff, found, onHand) = (none, none, none, none, none)
    }

    /// What must lie on the shelf of `item`.
    func expectedOnHand(_ item: Int) -> Int {
        opening[item] - shipped[item] - writtenOff[item] + returned[item] + found[item]
    }
}
