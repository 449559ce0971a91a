import Domain
import Store

/// Compares what the program keeps with the auditor's books, and with its own database.
struct Comparison {
    let now: Timestamp

    /// The working set in memory shows exactly what the books say, as of now.
    func compare(_ shop: Shop, with books: Books) throws(Mismatch) {
        try agree("items", found: shop.itemCount, expected: books.items.count)
        try agree(
            "items in all", found: Set(shop.allStocks.map(\.item.id.rawValue)),
            expected: Set(books.items.keys))
        for (id, article) in books.items.sorted(by: { $0.key < $1.key }) {
            try compareStock(shop, id, article, with: books)
        }
        for promise in books.openPromises {
            guard let held = shop.reservation(ID(rawValue: promise.id)) else {
                throw Mismatch("the reservation \(promise.id) is not in memory")
            }
            try agree("reservation", found: Promise(held), expected: promise)
        }
        for held in shop.openReservations where !held.hasExpired(at: now) {
            let isOpen = books.open.contains(held.id.rawValue)
            try demand(isOpen, "the reservation \(held.id) is open in memory only")
        }
        try agree("settings", found: shop.settings, expected: books.settings)
        try agree("policies", found: shop.policies, expected: books.policies)
        let codes = Set(shop.locations.map(\.code))
        try agree("locations", found: codes, expected: Set(books.places.values.map(\.code)))
    }

    private func compareStock(
        _ shop: Shop, _ id: Int64, _ article: Books.Article, with books: Books
    ) throws(Mismatch) {
        let item = ID<Item>(rawValue: id)
        guard let stock = shop.stockAsOf(item, now), let stored = shop.stock(item) else {
            throw Mismatch("the item \(article.sku) is not in memory")
        }
        try agree("sku", found: stock.item.sku, expected: article.sku)
        for level in stored.levels {
            try demand(level.quantities.isSound, "\(article.sku) is unsound: \(level)")
        }
        for place in books.places.keys.sorted() {
            let spot = Books.Spot(item: id, place: place)
            let shelf = books.shelves[spot] ?? Books.Shelf()
            let held = books.held(spot)
            let expected = Quantities(
                onHand: shelf.onHand, reserved: held.reserved, committed: held.committed,
                unavailable: shelf.unavailable, incoming: shelf.incoming,
                safetyStock: shelf.safetyStock)
            try demand(expected.isSound, "the books of \(article.sku) are unsound: \(expected)")
            try agree(
                "\(article.sku) at \(place)", found: stock.quantities(at: ID(rawValue: place)),
                expected: expected)
        }
        try agree(
            "\(article.sku) backordered", found: stock.backordered,
            expected: books.backordered(id))
        for channel in CommandMaker.channels {
            let usage = stock.usage(of: channel)
            let expected = books.usage(id, channel.name)
            try agree("\(article.sku) promised", found: usage.promised, expected: expected.0)
            try agree("\(article.sku) abandoned", found: usage.abandoned, expected: expected.1)
            try agree(
                "\(article.sku) to promise on \(channel.name)",
                found: shop.availability(of: item, on: channel, asOf: now),
                expected: books.availableToPromise(id, channel.name))
        }
    }

    /// What a restart would read is what is in memory.
    func compare(_ residents: Residents, withStored stored: Residents) throws(Mismatch) {
        try agree("tenants", found: Set(residents.shops.keys), expected: Set(stored.shops.keys))
        try agree("positions", found: residents.positions, expected: stored.positions)
        try agree("keys", found: residents.keys, expected: stored.keys)
        try agree("last id", found: residents.lastID, expected: stored.lastID)
        try demand(stored.clockMark <= now, "the clock's mark \(stored.clockMark) is to come")
        for (id, shop) in residents.shops {
            guard let other = stored.shops[id] else { continue }
            try agree("tenant", found: shop.tenant, expected: other.tenant)
            try agree("stored settings", found: shop.settings, expected: other.settings)
            try agree("stored policies", found: shop.policies, expected: other.policies)
            try agree("stored locations", found: shop.locations, expected: other.locations)
            try agree("stored stock", found: stocks(shop), expected: stocks(other))
            try agree(
                "stored reservations", found: shop.openReservations.sorted { $0.id < $1.id },
                expected: other.openReservations.sorted { $0.id < $1.id })
            for holder in CommandMaker.holders {
                try agree(
                    "reservations of \(holder)", found: Set(shop.reservations(of: holder)),
                    expected: Set(other.reservations(of: holder)))
            }
        }
    }

    /// All stock without entries that say nothing, in a fixed order.
    private func stocks(_ shop: Shop) -> [ItemStock] {
        shop.allStocks.map { stock in
            ItemStock(
                item: stock.item,
                levels: stock.levels.filter { $0.quantities != .zero }
                    .sorted { $0.location < $1.location },
                usage: stock.usage.filter { $0.promised != 0 || $0.abandoned != 0 }
                    .sorted { $0.channel.name < $1.channel.name },
                backordered: stock.backordered)
        }.sorted { $0.item.id < $1.item.id }
    }
}
