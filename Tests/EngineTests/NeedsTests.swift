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

    @Test("a reservation that was replaced again and again is found by its first name")
    func successors() throws {
        let server = try Server()
        try server.process(.reserve(2, ttl: 60))
        let first = try #require(
            server.witness.saved.first?.tenants.first?.changes.reservations.first
        ).reservation.id
        for _ in 0..<5 {
            server.clock.advance(seconds: 60)
            try server.writer.tick()
            let renewed = try server.process(
                .change(first, ReservationChange(ttlSeconds: 60)))
            #expect(renewed.status == 201)
        }
        let sold = try server.process(.commit(first, order: nil, deduction: nil))
        #expect(sold.status == 200)
        #expect(server.level("P") == Quantities(onHand: 10, committed: 2))
    }
}
