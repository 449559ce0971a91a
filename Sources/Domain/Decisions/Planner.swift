/// Works out which units a reservation gets, and from where, without changing anything.
///
/// It keeps its memory from request to request. Source of the rules: product.md, *Exact rules*
/// (Which code, Sources, Holders, Allocation).
struct Planner {
    private(set) var mode = ReserveRequest.Mode.all
    private(set) var selection = SourceSelection.fewestParcels
    /// The channel's locations, the first first.
    private(set) var serving: [ID<Location>] = []
    /// All that may serve: the channel's, then those that serve once these are empty.
    private(set) var locations: [ID<Location>] = []
    /// What was granted so far, in the order of the request.
    private(set) var lines: [ReservationLine] = []
    /// Which line of the request each of them is.
    private var order: [Int] = []
    private(set) var refusals: [LineRefusal] = []
    private var supplies: [Supply] = []
    /// Those of one supply stand together.
    private var spots: [Spot] = []
    /// In the order in which they are served.
    private(set) var grants: [Grant] = []
    /// Units that have no location yet.
    var open: [Open] = []
    private var holdings: [Holding] = []

    /// Begins with another request, and forgets the one before.
    mutating func begin(
        lineCount: Int, mode: ReserveRequest.Mode, selection: SourceSelection,
        serving: [ID<Location>], others: [ID<Location>]
    ) {
        self.mode = mode
        self.selection = selection
        self.serving = serving
        locations = others.isEmpty ? serving : serving + others
        lines = []
        lines.reserveCapacity(lineCount)
        order.removeAll(keepingCapacity: true)
        refusals.removeAll()
        supplies.removeAll(keepingCapacity: true)
        spots.removeAll(keepingCapacity: true)
        grants.removeAll(keepingCapacity: true)
        open.removeAll(keepingCapacity: true)
        holdings.removeAll(keepingCapacity: true)
    }

    /// What there is of one item for this request, its own units included.
    private struct Supply {
        let item: ID<Item>
        /// Which of `spots` are its own.
        let spots: Range<Int>
        /// What is left of the channel's allocation. Nil: no cap.
        var allocationLeft: Int64?
        /// Units that may be promised beyond what is there. Nil: any number.
        var backorderLeft: Int64?
        /// Granted so far, at any location.
        var granted: Int64 = 0
        /// What the channel could promise this request before any of its lines.
        let total: Int64

        var promiseable: Int64 { max(0, min(total, allocation ?? .max)) }
        /// What there was of the channel's allocation.
        private let allocation: Int64?

        init(
            item: ID<Item>, spots: Range<Int>, total: Int64, allocation: Int64?,
            backorder: Int64?
        ) {
            self.item = item
            self.spots = spots
            self.total = total
            self.allocation = allocation
            allocationLeft = allocation
            backorderLeft = backorder
        }
    }

    /// How many more units of an item the holder may hold.
    private struct Holding {
        let item: ID<Item>
        var left: Int64
    }

    func hasSupply(of item: ID<Item>) -> Bool { supplies.contains { $0.item == item } }

    /// Adds a spot of the supply that is added next.
    mutating func add(_ spot: Spot) { spots.append(spot) }

    /// Adds what there is of an item, at the spots since the supply before.
    mutating func addSupply(of item: ID<Item>, allocation: Int64?, backorder: Int64?) {
        let own = (supplies.last?.spots.upperBound ?? 0)..<spots.count
        let total = spots[own].reduce(0) { $0 + $1.own + $1.free }
        supplies.append(
            Supply(
                item: item, spots: own, total: total, allocation: allocation,
                backorder: backorder))
    }

    func hasHolding(of item: ID<Item>) -> Bool { holdings.contains { $0.item == item } }

    mutating func limitHolding(of item: ID<Item>, to left: Int64) {
        holdings.append(Holding(item: item, left: left))
    }

    mutating func refuse(_ refusal: LineRefusal) { refusals.append(refusal) }

    // MARK: Judging

    /// Grants a line or refuses it. Lines of one item are judged by their running sum.
    mutating func judge(_ demand: Demand) {
        var granted = demand.quantity
        var backordered: Int64 = 0
        if let (code, possible) = obstacle(demand) {
            if code == .outOfStock || code == .insufficientStock,
                let missing = backorder(demand, possible: possible)
            {
                backordered = missing
            } else {
                let refusal = LineRefusal(
                    index: demand.index, sku: demand.sku, code: code,
                    requested: demand.quantity, available: promiseable(demand))
                refusals.append(refusal)
                guard mode == .partial else { return }
                granted = possible
            }
        }
        take(demand, units: granted - backordered)
        if let index = holdings.firstIndex(where: { $0.item == demand.item }) {
            holdings[index].left -= granted
        }
        if let index = supplies.firstIndex(where: { $0.item == demand.item }) {
            supplies[index].backorderLeft = supplies[index].backorderLeft.map { $0 - backordered }
        }
        insert(
            ReservationLine(
                item: demand.item, quantity: granted, requested: demand.quantity,
                backordered: backordered, sources: [], parts: demand.components),
            at: demand.index)
        grants.append(Grant(demand: demand, units: granted - backordered))
    }

    /// Lines that name a location come first; each goes where the request has it.
    private mutating func insert(_ line: ReservationLine, at index: Int) {
        guard let place = order.firstIndex(where: { $0 > index }) else {
            order.append(index)
            return lines.append(line)
        }
        order.insert(index, at: place)
        lines.insert(line, at: place)
    }

    /// The first reason against the line, in the stated order, and how many units it could have
    /// instead.
    private func obstacle(_ demand: Demand) -> (LineRefusal.Code, possible: Int64)? {
        var holderRoom = Int64.max
        var unitRoom = Int64.max
        var allocationRoom = Int64.max
        var isEmpty = false
        for holding in holdings where holding.item == demand.item {
            holderRoom = max(0, holding.left)
        }
        for part in demand.parts {
            guard let supply = supplies.first(where: { $0.item == part.item }) else {
                return (.outOfStock, 0)
            }
            let left = unitsLeft(of: supply, at: demand.location)
            unitRoom = min(unitRoom, left / part.quantity)
            if supply.total < part.quantity { isEmpty = true }
            if let allocation = supply.allocationLeft {
                allocationRoom = min(allocationRoom, max(0, allocation) / part.quantity)
            }
        }
        let possible = min(holderRoom, unitRoom, allocationRoom)
        guard possible < demand.quantity else { return nil }
        if holderRoom < demand.quantity { return (.holderLimit, possible) }
        if unitRoom < demand.quantity {
            return (isEmpty ? .outOfStock : .insufficientStock, possible)
        }
        return (.allocationExhausted, possible)
    }

    /// The units that the line may promise beyond what is there; nil when its policy does not
    /// allow as many as are missing.
    private func backorder(_ demand: Demand, possible: Int64) -> Int64? {
        guard !demand.isKit, let supply = supplies.first(where: { $0.item == demand.item }),
            let left = supply.backorderLeft
        else { return nil }
        let missing = demand.quantity - possible
        return missing <= left ? missing : nil
    }

    /// What this request could have had of the line's item.
    private func promiseable(_ demand: Demand) -> Int64 {
        demand.parts.map { part in
            (supplies.first { $0.item == part.item }?.promiseable ?? 0) / part.quantity
        }.min() ?? 0
    }

    /// Counts the line's units against what is left.
    private mutating func take(_ demand: Demand, units: Int64) {
        for part in demand.parts {
            guard let index = supplies.firstIndex(where: { $0.item == part.item }) else {
                continue
            }
            let needed = units * part.quantity
            if let left = supplies[index].allocationLeft {
                supplies[index].allocationLeft = left - needed
            }
            supplies[index].granted += needed
            guard let location = demand.location else { continue }
            for spot in supplies[index].spots where spots[spot].location == location {
                spots[spot].granted += needed
            }
        }
    }

    /// What is left at a location, or at all of them. Lines that name a location are judged
    /// before the others, so what those were granted stands at no location yet.
    private func unitsLeft(of supply: Supply, at location: ID<Location>?) -> Int64 {
        guard let location else { return supply.total - supply.granted }
        for spot in spots[supply.spots] where spot.location == location {
            return spot.own + spot.free - spot.granted
        }
        return 0
    }

    // MARK: Assigning

    /// Units of the line's own reservation that stay where they are: at the named location, or
    /// wherever they are. Answers how many.
    mutating func takeOwn(_ item: ID<Item>, _ units: Int64, for demand: Demand) -> Int64 {
        guard let supply = supplies.first(where: { $0.item == item }) else { return 0 }
        var taken: Int64 = 0
        for spot in supply.spots {
            let place = spots[spot]
            guard demand.location == nil || demand.location == place.location else { continue }
            let part = min(units - taken, place.own)
            guard part > 0 else { continue }
            spots[spot].own -= part
            add(part, of: item, at: place.location, to: demand.index)
            taken += part
        }
        return taken
    }

    /// Free units at a location; answers how many were taken.
    mutating func takeFree(
        _ item: ID<Item>, _ units: Int64, at location: ID<Location>, for index: Int
    ) -> Int64 {
        guard let spot = spot(of: item, at: location) else { return 0 }
        let taken = min(units, spots[spot].free)
        guard taken > 0 else { return 0 }
        spots[spot].free -= taken
        add(taken, of: item, at: location, to: index)
        return taken
    }

    func free(_ item: ID<Item>, at location: ID<Location>) -> Int64 {
        spot(of: item, at: location).map { spots[$0].free } ?? 0
    }

    private func spot(of item: ID<Item>, at location: ID<Location>) -> Int? {
        guard let supply = supplies.first(where: { $0.item == item }) else { return nil }
        return supply.spots.first { spots[$0].location == location }
    }

    private mutating func add(
        _ units: Int64, of item: ID<Item>, at location: ID<Location>, to index: Int
    ) {
        guard let line = order.firstIndex(of: index) else { return }
        let known = lines[line].sources.firstIndex {
            $0.item == item && $0.location == location
        }
        if let known {
            lines[line].sources[known].units += units
        } else {
            lines[line].sources.append(
                ReservationLine.Source(item: item, location: location, units: units))
        }
    }

    /// The lines as they were granted and assigned, which leave.
    mutating func takeLines() -> [ReservationLine] {
        defer { lines = [] }
        return lines
    }
}
