import Domain
import TestSupport

extension CommandMaker {
    static let reserving: [Entry] = [
        Entry(label: "reserve", weight: 16) { maker, books in
            .reserve(maker.request(books))
        },
        Entry(label: "reserve in part", weight: 5) { maker, books in
            var request = maker.request(books)
            request.mode = .partial
            return .reserve(request)
        },
        Entry(label: "reserve at locations", weight: 4) { maker, books in
            var request = maker.request(books)
            request.lines = request.lines.map { line in
                guard maker.random.chance(70) else { return line }
                return ReserveRequest.Line(
                    sku: line.sku, quantity: line.quantity, location: maker.place(books))
            }
            return .reserve(request)
        },
        Entry(label: "reserve kits", weight: 5) { maker, books in
            var request = maker.request(books)
            let kit = ReserveRequest.Line(
                sku: maker.kitSKU(books), quantity: maker.random.number(1...2))
            request.lines.insert(kit, at: 0)
            return .reserve(request)
        },
        Entry(label: "reserve for an abandoned cart", weight: 4) { maker, books in
            var request = maker.request(books)
            request.kind = .abandonedCart
            request.ttlSeconds = maker.random.chance(60) ? 60 : nil
            return .reserve(request)
        },
        Entry(label: "restate a session", weight: 10) { maker, books in
            maker.restate(books)
        },
        Entry(label: "restate to nothing", weight: 1) { maker, books in
            var request = maker.request(books)
            request.lines = []
            return .restate(holder: maker.holder(), request)
        },
        Entry(label: "reserve once", weight: 2) { maker, books in
            let holder = maker.holder()
            var request = maker.request(books)
            request.holder = holder
            request.kind = .order
            return .reserveOnce(holder: holder, request)
        },
        Entry(label: "release a session", weight: 2) { maker, books in
            let holder = maker.holder()
            let version = books.session(of: holder)?.version
            return .releaseSession(holder: holder, if: maker.precondition(version))
        },
    ]

    mutating func request(_ books: Books) -> ReserveRequest {
        let count = random.chance(60) ? 1 : random.number(2...4)
        var lines: [ReserveRequest.Line] = []
        for _ in 0..<count {
            lines.append(ReserveRequest.Line(sku: sku(books), quantity: units()))
        }
        let kind = random.pick([Reservation.Kind.cart, .checkout, .checkout, .order])
        return ReserveRequest(
            lines: lines, holder: random.chance(60) ? holder() : nil, kind: kind,
            channel: channel(), ttlSeconds: ttl(kind))
    }

    mutating func ttl(_ kind: Reservation.Kind) -> Int64? {
        switch random.number(1...10) {
        case 1...3: nil
        case 4...6: random.number(1...30)
        case 7...9: random.number(31...600)
        default: kind.ttlMaximum
        }
    }

    /// Mostly what the session has, a little more or less of it.
    private mutating func restate(_ books: Books) -> Command {
        let holder = holder()
        var request = request(books)
        request.holder = holder
        request.raisesKind = random.chance(80)
        guard let session = books.session(of: holder) else {
            if random.chance(25) { request.kind = .abandonedCart }
            return .restate(holder: holder, request)
        }
        if random.chance(85) { request.channel = Channel(session.channel) }
        // Customers come back to carts that were abandoned long ago.
        if session.kind <= .cart, random.chance(80) { request.kind = .cart }
        if random.chance(70) {
            var lines: [ReserveRequest.Line] = []
            for line in session.lines where line.quantity > 0 {
                let quantity = max(1, line.quantity + random.number(-2...2))
                lines.append(
                    ReserveRequest.Line(
                        sku: books.sku(line.item), quantity: quantity,
                        location: random.chance(10) ? place(books) : nil))
            }
            if !lines.isEmpty { request.lines = lines }
        }
        if random.chance(20) { request.mode = .partial }
        return .restate(
            holder: holder, request, if: random.chance(20) ? precondition(session.version) : .none)
    }
}
