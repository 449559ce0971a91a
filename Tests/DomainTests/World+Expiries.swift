import Domain
import Testing

extension World {
    /// What reads as of now is what a recount says, whether expiries were counted up to before
    /// now, to now, or to later, as by somebody who asked a moment afterwards.
    func auditExpiries() {
        let due = shop.openReservations.filter { $0.state == .active && $0.hasExpired(at: now) }
            .sorted { ($0.expiresAt ?? now, $0.id) < ($1.expiresAt ?? now, $1.id) }
        for counted in [-100_000, -7_000, 0, 7_000, 100_000] as [Int64] {
            var shop = shop
            shop.advance(to: Timestamp(milliseconds: now.milliseconds + counted))
            #expect(shop.unbookedExpiries(at: now, limit: .max) == due.map(\.id))
            #expect(shop.hasUnbookedExpiries(at: now) == !due.isEmpty)
            for stock in shop.allStocks { audit(stock, due, in: shop) }
        }
    }

    private func audit(_ stock: ItemStock, _ due: [Reservation], in shop: Shop) {
        let id = stock.item.id
        let holding = due.filter { reservation in
            reservation.lines.contains { line in
                line.sources.contains { $0.item == id }
                    || (line.item == id && line.backordered > 0)
            }
        }
        #expect(shop.unbookedExpiries(of: id, at: now) == holding.map(\.id))
        #expect(shop.unbookedExpiries(of: id, at: now, limit: 2) == holding.prefix(2).map(\.id))
        guard let found = shop.stockAsOf(id, now) else {
            Issue.record("\(stock.item.sku) is not there")
            return
        }
        for level in stock.levels {
            let freed = holding.reduce(0) { $0 + $1.units(of: id, at: level.location) }
            var expected = level.quantities
            expected.add(Delta(reserved: -freed))
            #expect(found.quantities(at: level.location) == expected)
        }
        for usage in stock.usage {
            let there = holding.filter { $0.channel == usage.channel }
            let freed = there.reduce(0) { $0 + $1.units(of: id) }
            let abandoned = there.filter { $0.kind == .abandonedCart }
                .reduce(0) { $0 + $1.units(of: id) }
            #expect(found.usage(of: usage.channel).promised == usage.promised - freed)
            #expect(found.usage(of: usage.channel).abandoned == usage.abandoned - abandoned)
        }
        let waiting = holding.flatMap(\.lines).filter { $0.item == id }
            .reduce(0) { $0 + $1.backordered }
        #expect(found.backordered == stock.backordered - waiting)
    }
}

extension Reservation {
    /// Units of an item that it holds, at one location or at all.
    fileprivate func units(of item: ID<Item>, at location: ID<Location>? = nil) -> Int64 {
        lines.flatMap(\.sources)
            .filter { $0.item == item && (location == nil || $0.location == location) }
            .reduce(0) { $0 + $1.units }
    }
}
