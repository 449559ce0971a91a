import Domain
import Testing

extension World {
    /// Recounts everything: levels against the ledger and against what open reservations hold.
    func audit(_ reservations: some Collection<Reservation>) {
        let promises = promises(reservations)
        for stock in shop.allStocks {
            for level in stock.levels {
                let place = Place(item: stock.item.id, location: level.location)
                #expect(level.quantities.isSound, "\(stock.item.sku): \(level.quantities)")
                #expect(level.quantities == ledger[place, default: .zero])
                let promised = promises.levels[place, default: .zero]
                #expect(level.quantities.reserved == promised.reserved)
                #expect(level.quantities.committed == promised.committed)
            }
            #expect(stock.backordered == promises.backordered[stock.item.id, default: 0])
            for usage in stock.usage {
                let holder = Usage(item: stock.item.id, channel: usage.channel)
                #expect(usage.promised == promises.usage[holder, default: 0])
                #expect(usage.abandoned == promises.abandoned[holder, default: 0])
            }
        }
        for (holder, units) in promises.usage {
            #expect(shop.stock(holder.item)?.usage(of: holder.channel).promised == units)
        }
        for reservation in reservations where reservation.state == .committed {
            for line in reservation.lines {
                let sum =
                    line.committed + line.short + line.backordered + line.shipped
                    + line.cancelled
                #expect(sum == line.quantity, "\(line)")
            }
        }
    }

    private struct Usage: Hashable {
        let item: ID<Item>
        let channel: Channel
    }

    private struct Promises {
        var levels: [Place: Quantities] = [:]
        var usage: [Usage: Int64] = [:]
        var abandoned: [Usage: Int64] = [:]
        var backordered: [ID<Item>: Int64] = [:]
    }

    private func promises(_ reservations: some Collection<Reservation>) -> Promises {
        var found = Promises()
        for reservation in reservations where reservation.isOpen {
            let isActive = reservation.state == .active
            let isAbandoned = isActive && reservation.kind == .abandonedCart
            for line in reservation.lines {
                found.backordered[line.item, default: 0] += line.backordered
                for source in line.sources {
                    let place = Place(item: source.item, location: source.location)
                    found.levels[place, default: .zero].add(
                        isActive ? Delta(reserved: source.units) : Delta(committed: source.units))
                    let usage = Usage(item: source.item, channel: reservation.channel)
                    found.usage[usage, default: 0] += source.units
                    found.abandoned[usage, default: 0] += isAbandoned ? source.units : 0
                }
            }
        }
        return found
    }
}
