import Domain
import TestSupport

extension CommandMaker {
    static let selling: [Entry] = [
        Entry(label: "change the time left", weight: 4) { maker, books in
            let ttl = maker.random.chance(5) ? 9_999_999 : maker.random.number(1...300)
            let id = maker.reservation(books, [.active, .expired])
            return .change(
                id, ReservationChange(ttlSeconds: ttl), if: maker.precondition(id, books))
        },
        Entry(label: "change the lines", weight: 5) { maker, books in
            .change(
                maker.reservation(books, [.active, .expired]),
                ReservationChange(lines: maker.request(books).lines))
        },
        Entry(label: "raise the kind", weight: 3) { maker, books in
            .change(
                maker.reservation(books, [.active]),
                ReservationChange(kind: maker.random.pick([.cart, .checkout, .order])))
        },
        Entry(label: "commit, to ship later", weight: 8) { maker, books in
            let id = maker.reservation(books, [.active])
            return .commit(
                id, order: maker.order(), deduction: .onShipment,
                if: maker.precondition(id, books))
        },
        Entry(label: "commit, shipped at once", weight: 3) { maker, books in
            .commit(maker.reservation(books, [.active]), order: maker.order(), deduction: .now)
        },
        Entry(label: "commit, as the tenant set", weight: 3) { maker, books in
            .commit(maker.reservation(books, [.active]), order: nil, deduction: nil)
        },
        Entry(label: "commit late", weight: 4) { maker, books in
            .commit(
                maker.reservation(books, [.expired]), order: maker.order(),
                deduction: maker.random.pick([nil, .onShipment, .now]))
        },
        Entry(label: "ship all", weight: 3) { maker, books in
            let id = maker.reservation(books, [.committed])
            return .ship(id, nil, if: maker.precondition(id, books))
        },
        Entry(label: "ship in part", weight: 4) { maker, books in
            let id = maker.reservation(books, [.committed])
            return .ship(id, maker.picks(id, books))
        },
        Entry(label: "cancel all", weight: 2) { maker, books in
            let id = maker.reservation(books, [.committed])
            return .cancel(id, nil, if: maker.precondition(id, books))
        },
        Entry(label: "cancel in part", weight: 3) { maker, books in
            let id = maker.reservation(books, [.committed])
            return .cancel(id, maker.picks(id, books))
        },
        Entry(label: "release", weight: 5) { maker, books in
            let id = maker.reservation(books, [.active, .expired])
            return .release(id, if: maker.precondition(id, books))
        },
    ]

    /// Of a reservation as it is now, once in a while.
    private mutating func precondition(_ id: ID<Reservation>, _ books: Books) -> Precondition {
        random.chance(30) ? precondition(books.current(id.rawValue)?.version) : .none
    }

    mutating func order() -> String? {
        random.chance(70) ? "order-\(random.number(1...999))" : nil
    }

    private mutating func picks(_ id: ID<Reservation>, _ books: Books) -> [Pick] {
        guard let promise = books.current(id.rawValue) else {
            return [Pick(sku: sku(books), quantity: 1)]
        }
        var picks: [Pick] = []
        for line in promise.lines where line.committed > 0 {
            let most = max(1, line.committed)
            let quantity = random.chance(85) ? random.number(1...most) : most + 1
            let spot = random.chance(30) ? random.pickIfAny(line.held)?.spot : nil
            picks.append(
                Pick(
                    sku: books.sku(line.item), quantity: quantity,
                    location: random.chance(3)
                        ? .code("nowhere") : spot.map { .id(ID(rawValue: $0.place)) }))
        }
        return picks.isEmpty ? [Pick(sku: sku(books), quantity: 1)] : picks
    }
}
