import Domain
import Store

/// What is resident, in an order of its own, so that two of them can be compared.
struct Picture: Equatable {
    let stocks: [String]
    let reservations: [String]
    let catalog: [String]
    let positions: [ID<Tenant>: Int64]

    init(_ residents: borrowing Residents) {
        var stocks: [String] = []
        var reservations: [String] = []
        var catalog: [String] = []
        for shop in residents.shops.values {
            let tenant = "\(shop.tenant.id.rawValue)"
            stocks += shop.allStocks.map { "\(tenant): \(Self.text($0))" }
            reservations += shop.openReservations.map { "\(tenant): \($0)" }
            catalog.append("\(shop.tenant) \(shop.settings) \(shop.locations) \(shop.policies)")
        }
        self.stocks = stocks.sorted()
        self.reservations = reservations.sorted()
        self.catalog = (catalog + residents.keys.values.map { "\($0)" }).sorted()
        positions = residents.positions
    }

    /// Usage in order; a channel that has promised nothing is as good as none.
    private static func text(_ stock: ItemStock) -> String {
        let usage = stock.usage.filter { $0.promised != 0 || $0.abandoned != 0 }
            .sorted { $0.channel.name < $1.channel.name }
        return "\(stock.item) \(stock.levels) \(usage) \(stock.backordered)"
    }
}
