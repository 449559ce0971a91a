extension Draft {
    /// Moves what is available from one location to another, at once; all lines or none.
    mutating func transfer(_ request: TransferRequest) throws(Rejection) -> Transfer {
        let from = try transferLocation(request.from, field: "from")
        let to = try transferLocation(request.to, field: "to")
        guard from != to else {
            throw .invalidField("to", detail: "Goods move between two different locations.")
        }
        let items = try transferItems(request.lines)
        try checkAvailable(request.lines, items, at: from)
        var lines: [Transfer.Line] = []
        for (line, item) in zip(request.lines, items) {
            freeUp(line.quantity, of: item, at: from)
            move(
                item, at: from, Delta(onHand: -line.quantity), .transferred,
                reference: request.reference)
            move(
                item, at: to, Delta(onHand: line.quantity), .transferred,
                reference: request.reference)
            lines.append(
                Transfer.Line(
                    item: item, quantity: line.quantity, received: line.quantity, damaged: 0))
        }
        let transfer = Transfer(
            id: nextID(), from: from, to: to, state: .done, lines: lines,
            reference: request.reference, createdAt: now)
        change(.transfer(transfer))
        return transfer
    }

    private func transferLocation(
        _ name: LocationName, field: String
    ) throws(Rejection) -> ID<Location> {
        guard let location = shop.location(name) else {
            throw .unknownLocation([LineRefusal(index: 0, sku: field, code: .unknownLocation)])
        }
        return location.id
    }

    private func transferItems(
        _ lines: [TransferRequest.Line]
    ) throws(Rejection) -> [ID<Item>] {
        var unknown: [LineRefusal] = []
        var items: [ID<Item>] = []
        for (index, line) in lines.enumerated() {
            guard let item = shop.item(line.sku), stock(item)?.item.isKit == false else {
                unknown.append(
                    LineRefusal(
                        index: index, sku: line.sku, code: .unknownSKU,
                        requested: line.quantity))
                continue
            }
            items.append(item)
        }
        guard unknown.isEmpty else { throw .unknownSKU(unknown) }
        return items
    }

    private mutating func checkAvailable(
        _ lines: [TransferRequest.Line], _ items: [ID<Item>], at from: ID<Location>
    ) throws(Rejection) {
        var refusals: [LineRefusal] = []
        var moved: [ID<Item>: Int64] = [:]
        for (index, (line, item)) in zip(lines, items).enumerated() {
            let available = effectiveStock(item)?.quantities(at: from).available ?? 0
            let sum = (moved[item] ?? 0) + line.quantity
            guard sum <= available else {
                refusals.append(
                    LineRefusal(
                        index: index, sku: line.sku,
                        code: available == 0 ? .outOfStock : .insufficientStock,
                        requested: line.quantity, available: available))
                continue
            }
            moved[item] = sum
        }
        guard refusals.isEmpty else { throw .insufficientStock(refusals) }
    }
}
