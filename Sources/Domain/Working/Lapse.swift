/// The reservations of one item that are past their expiry and not booked.
struct Lapse: Sendable {
    /// The earliest expiry first, then by age.
    var holdings = HoldingList()
    /// What they hold, which is free.
    var tally = Tally()
}
