extension Planner {
    /// Assigns every granted unit to a location, and answers the lines in the order sent.
    ///
    /// Own units stay where they are. For the rest, by `fewest_parcels`: one location that can
    /// serve all lines; else for each line one that can serve all of it; else split by priority.
    mutating func assignedLines() -> [ReservationLine] {
        for grant in grants {
            let demand = grant.demand
            for part in demand.parts {
                var need = grant.units * part.quantity
                need -= takeOwn(part.item, need, for: demand)
                guard need > 0 else { continue }
                if let location = demand.location {
                    _ = takeFree(part.item, need, at: location, for: demand.index)
                } else {
                    open.append(Open(index: demand.index, item: part.item, units: need))
                }
            }
        }
        assign(open[...])
        return takeLines()
    }

    private mutating func assign(_ open: ArraySlice<Open>) {
        guard !open.isEmpty else { return }
        guard selection == .fewestParcels else { return split(open) }
        if let location = serving.first(where: { canServe(open, at: $0) }) {
            for need in open {
                _ = takeFree(need.item, need.units, at: location, for: need.index)
            }
            return
        }
        var start = open.startIndex
        while start < open.endIndex {
            let end = open[start...].firstIndex { $0.index != open[start].index } ?? open.endIndex
            let line = open[start..<end]
            if let location = serving.first(where: { canServe(line, at: $0) }) {
                for need in line {
                    _ = takeFree(need.item, need.units, at: location, for: need.index)
                }
            } else {
                split(line)
            }
            start = end
        }
    }

    /// Whether one location has enough for all of these, lines of one item by their sum.
    private func canServe(_ needs: ArraySlice<Open>, at location: ID<Location>) -> Bool {
        for (position, need) in zip(needs.indices, needs) {
            guard needs.firstIndex(where: { $0.item == need.item }) == position else { continue }
            let sum = needs.reduce(0) { $0 + ($1.item == need.item ? $1.units : 0) }
            guard free(need.item, at: location) >= sum else { return false }
        }
        return true
    }

    private mutating func split(_ needs: ArraySlice<Open>) {
        for need in needs {
            var left = need.units
            for location in locations where left > 0 {
                left -= takeFree(need.item, left, at: location, for: need.index)
            }
        }
    }
}
