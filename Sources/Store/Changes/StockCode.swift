import Domain

/// What is counted of an item.
enum StockCode {
    /// Its id, no levels, no usage, nothing backordered.
    static let lengthMinimum = 4

    /// So many bytes at most.
    static func limit(_ stock: ItemStock) -> Int {
        var names = 0
        let usage = stock.usage.span
        for index in usage.indices { names += usage[index].channel.name.utf8.count }
        let numbers = 4 + 8 * stock.levels.count + 3 * usage.count
        return numbers * OutputSpan<UInt8>.numberLimit + names
    }

    static func write(
        _ stock: ItemStock, _ near: inout Nearby, to output: inout OutputSpan<UInt8>
    ) {
        output.append(stock.item.id.rawValue, from: &near.item)
        let levels = stock.levels.span
        output.append(count: levels.count)
        for index in levels.indices {
            output.append(levels[index].location.rawValue, from: &near.location)
            write(levels[index].quantities, to: &output)
        }
        let usage = stock.usage.span
        output.append(count: usage.count)
        for index in usage.indices {
            output.append(usage[index].channel, &near)
            output.append(number: usage[index].promised)
            output.append(number: usage[index].abandoned)
        }
        output.append(number: stock.backordered)
    }

    static func read(_ reader: inout ChangesReader) throws(StoreError) -> ItemStock {
        // Whoever takes over the counts has the item, or gets it with the catalog's changes.
        var stock = ItemStock(item: Item(id: try reader.item(), sku: ""))
        stock.levels = try reader.list(of: 8) { reader throws(StoreError) in
            let location = try reader.location()
            return StockLevel(location: location, quantities: try quantities(&reader))
        }
        stock.usage = try reader.list(of: 3) { reader throws(StoreError) in
            let channel = try reader.channel()
            let promised = try reader.balance()
            return ChannelUsage(
                channel: channel, promised: promised, abandoned: try reader.balance())
        }
        stock.backordered = try reader.balance()
        return stock
    }

    private static func write(_ quantities: Quantities, to output: inout OutputSpan<UInt8>) {
        output.append(number: quantities.onHand)
        output.append(number: quantities.reserved)
        output.append(number: quantities.committed)
        output.append(number: quantities.unavailable)
        output.append(number: quantities.incoming)
        output.append(number: quantities.safetyStock)
        output.append(number: quantities.soft)
    }

    private static func quantities(
        _ reader: inout ChangesReader
    ) throws(StoreError) -> Quantities {
        var quantities = Quantities()
        quantities.onHand = try reader.units()
        quantities.reserved = try reader.units()
        quantities.committed = try reader.units()
        quantities.unavailable = try reader.units()
        quantities.incoming = try reader.units()
        quantities.safetyStock = try reader.units()
        quantities.soft = try reader.units()
        return quantities
    }
}
