/// An item that a batch of commands has touched: its stock, and what has expired of it.
struct Touched: Sendable {
    /// As it is now, but for expiries that are not booked.
    var stock: ItemStock
    /// What those hold. Nil: there were none.
    var lapsed: Tally?
    var changedLevels: [ID<Location>] = []
    /// Availability on each of the shop's channels after the last command.
    var watched: [Int64] = []
    /// Whether the command being decided has touched it.
    var isUnwatched = false
    /// The first reservations of the item that were past their expiry and not booked when the
    /// batch began, the oldest expiry first.
    private(set) var expired: [ID<Reservation>] = []
    /// How many of them were looked for; there are more where as many were found.
    private var expiredLimit = 0
    /// By location, how many of them from the front are booked, or hold nothing there.
    private var passed: [(location: ID<Location>, count: Int)] = []

    /// Expiries of an item that are looked for at first.
    private static let firstLimit = 64

    init(stock: ItemStock, lapsed: Tally?) {
        self.stock = stock
        self.lapsed = lapsed
    }

    /// With what is past its expiry given back.
    var effectiveStock: ItemStock { lapsed?.givenBack(to: stock) ?? stock }

    /// How many expiries to look for next; nil when all are found.
    var nextLimit: Int? {
        guard expired.count >= expiredLimit else { return nil }
        return max(Self.firstLimit, expiredLimit * 2)
    }

    var hasAllExpired: Bool { expired.count < expiredLimit }

    /// Takes over the first `limit` expiries, which begin with those that were found before.
    mutating func found(_ expired: [ID<Reservation>], limit: Int) {
        self.expired = expired
        expiredLimit = limit
    }

    func passed(at location: ID<Location>) -> Int {
        passed.first { $0.location == location }?.count ?? 0
    }

    mutating func pass(_ count: Int, at location: ID<Location>) {
        guard let known = passed.firstIndex(where: { $0.location == location }) else {
            return passed.append((location, count))
        }
        passed[known].count = count
    }
}
