/// What reservations hold of one item, summed up.
struct Tally: Equatable, Sendable {
    private var levels: [Level] = []
    private var usage: [ChannelUsage] = []
    private var backordered: Int64 = 0

    private struct Level: Equatable, Sendable {
        let location: ID<Location>
        var units: Int64
    }

    init() {}

    mutating func add(_ reservation: Reservation, of item: ID<Item>) {
        count(reservation, of: item, sign: 1)
    }

    mutating func subtract(_ reservation: Reservation, of item: ID<Item>) {
        count(reservation, of: item, sign: -1)
    }

    private mutating func count(_ reservation: Reservation, of item: ID<Item>, sign: Int64) {
        for line in reservation.lines {
            if line.item == item { backordered += sign * line.backordered }
            for source in line.sources where source.item == item {
                let units = sign * source.units
                count(units, at: source.location)
                count(units, abandoned: reservation.abandoned(units), of: reservation.channel)
            }
        }
    }

    private mutating func count(_ units: Int64, at location: ID<Location>) {
        for index in levels.indices where levels[index].location == location {
            levels[index].units += units
            return
        }
        levels.append(Level(location: location, units: units))
    }

    private mutating func count(_ units: Int64, abandoned: Int64, of channel: Channel) {
        for index in usage.indices where usage[index].channel == channel {
            usage[index].promised += units
            usage[index].abandoned += abandoned
            return
        }
        usage.append(ChannelUsage(channel: channel, promised: units, abandoned: abandoned))
    }

    /// The stock as if those reservations had ended.
    func givenBack(to stock: ItemStock) -> ItemStock {
        var stock = stock
        for level in levels where level.units != 0 {
            stock.add(Delta(reserved: -level.units), at: level.location)
        }
        for entry in usage where entry.promised != 0 || entry.abandoned != 0 {
            stock.addUsage(-entry.promised, abandoned: -entry.abandoned, of: entry.channel)
        }
        stock.backordered -= backordered
        return stock
    }
}
