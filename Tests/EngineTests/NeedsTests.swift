import Domain
import Engine
import Store
import TestSupport
import Testing

@Suite("What a batch needs")
struct NeedsTests {
    @Test("rows are asked for in one order, each once, whatever the order of commands")
    func order() throws {
        let server = try Server()
        let ids = [5, 3, 9, 3, 7, 5].map { ID<Reservation>.fixture($0) }
        let orders = [ids, ids.reversed(), ids.sorted()]
        for order in orders {
            server.witness.forget()
            try server.process(order.map { server.submission(.release($0)) })
            #expect(
                server.witness.needs
                    == [Needs(reservations: [.fixture(3), .fixture(5), .fixture(7), .fixture(9)])])
            #expect(
                server.witness.needs.first?.reservations.map(\.rawValue) == [3, 5, 7, 9])
        }
    }

    @Test("what is resident is not asked for")
    func resident() throws {
        let server = try Server()
        try server.process(.reserve(1))
        let id = try #require(
            server.witness.saved.first?.tenants.first?.changes.reservations.first
        ).reservation.id
        try server.process(.commit(id, order: nil, deduction: nil))
        #expect(server.witness.needs.isEmpty)
        try server.process(.ship(id, nil))
        #expect(server.witness.needs.isEmpty)
        try server.process(.ship(id, nil))
        #expect(server.witness.needs == [Needs(reservations: [id])])
    }

    @Test("an order that was asked for once is known when nothing of it is resident any more")
    func sold() throws {
        let server = try Server()
        let once = Command.reserveOnce(
            holder: "order:1", .fixture([(sku: "P", quantity: 2)], holder: "order:1"))
        let first = try server.process(once)
        let id = try server.lastMade()
        try server.process(.commit(id, order: "1", deduction: nil))
        try server.process(.ship(id, nil))
        for holder in ["order:1", "order:2"] {
            try server.process(
                .reserveOnce(
                    holder: holder, .fixture([(sku: "P", quantity: 2)], holder: holder)))
        }
        #expect(first.status == 201)
        #expect(server.level("P") == Quantities(onHand: 8, reserved: 2))
        #expect(try server.lastMade() != id)
        let again = try server.process(once)
        #expect(again.status == 200)
        #expect(again.text.contains("\(id.rawValue) "))
    }

    @Test(
        "a reservation that was replaced again and again is found by its first name",
        arguments: [5, 200], [false, true])
    func successors(count: Int, isNamedByNewest: Bool) throws {
        let server = try Server(sweeps: false)
        try server.process(.reserve(2, ttl: 60))
        let first = try server.lastMade()
        for _ in 0..<count {
            server.clock.advance(seconds: 60)
            let named = isNamedByNewest ? try server.lastMade() : first
            let renewed = try server.process(
                .change(named, ReservationChange(ttlSeconds: 60)))
            #expect(renewed.status == 201)
        }
        let newest = try server.lastMade()
        let sold = try server.process(.commit(first, order: nil, deduction: nil))
        #expect(sold.status == 200)
        #expect(sold.text.contains("\(newest.rawValue) "))
        #expect(server.level("P") == Quantities(onHand: 10, committed: 2))
    }

    @Test("a name that is used again and again leads to the newest at once")
    func shortcut() throws {
        let server = try Server()
        try server.process(.reserve(2, ttl: 60))
        let first = try server.lastMade()
        for _ in 0..<30 {
            server.clock.advance(seconds: 60)
            try server.process(.change(first, ReservationChange(ttlSeconds: 60)))
        }
        server.clock.advance(seconds: 60)
        let late = try server.process(.commit(first, order: nil, deduction: nil))
        #expect(late.status == 201)
        let again = try server.process(.commit(first, order: nil, deduction: nil))
        #expect(again.status == 200)
        #expect(again.text.contains("\(try server.lastMade().rawValue) "))
        #expect(server.witness.loaded == 2)
    }
}

extension Server {
    /// The reservation that was made last.
    fileprivate func lastMade() throws -> ID<Reservation> {
        let changed = witness.saved.flatMap(\.tenants).flatMap(\.changes.reservations)
        return try #require(changed.last { $0.isNew }).reservation.id
    }
}
