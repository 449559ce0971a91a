import Domain
import Engine
import Store
import TestSupport
import Testing

@Suite("Many processes over one database")
struct SharedTests {
    @Test("P1: what one promised the other does not promise again")
    func lastUnits() throws {
        let shop = try SharedShop()
        var sold = 0
        for turn in 0..<8 {
            let process = turn.isMultiple(of: 2) ? shop.first : shop.second
            if try process.process(.reserve(2)).status == 201 { sold += 1 }
        }
        #expect(sold == 5)
        try shop.first.writer.tick()
        try shop.second.writer.tick()
        #expect(shop.first.level() == Quantities(onHand: 10, reserved: 10))
        #expect(try shop.first.resident() == shop.rebuilt())
        #expect(try shop.second.resident() == shop.rebuilt())
    }

    @Test("a key that one answered the other answers alike, and nothing happens twice")
    func key() throws {
        let shop = try SharedShop()
        let told = try shop.first.process(.reserve(2), key: .fixture(1))
        let again = try shop.second.process(.reserve(2), key: .fixture(1))
        #expect([told.word, again.word] == ["answer", "replay"])
        #expect(told.answer == again.answer)
        #expect(shop.second.level().reserved == 2)
    }

    @Test("what one reserved the other releases, and the first then finds it released")
    func released() throws {
        let shop = try SharedShop()
        try shop.first.process(.reserve(4))
        let id = try shop.first.lastMade()
        #expect(try shop.second.process(.release(id)).status == 200)
        // Resident with the first until it asks; then it is gone and has to be loaded.
        #expect(try shop.first.process(.commit(id, order: nil, deduction: nil)).status == 409)
        #expect(shop.first.store.needs.last?.reservations == [id])
        #expect(shop.first.level() == Quantities(onHand: 10))
    }

    @Test("nothing is decided before what another decided, though its clock is ahead")
    func ahead() throws {
        let shop = try SharedShop()
        shop.first.clock.advance(seconds: 60)
        try shop.first.process(.reserve(1))
        try shop.second.process(.reserve(1))
        let times = try [shop.first, shop.second].map {
            try #require($0.store.saved.last).at
        }
        #expect(times[1] == times[0])
        try shop.first.process(.reserve(1))
        #expect(try #require(shop.first.store.saved.last).at == times[0])
    }

    @Test("who listens at one hears what the other committed, each event once and in order")
    func heard() throws {
        let shop = try SharedShop()
        for _ in 0..<5 { try shop.first.process(.reserve(1)) }
        try shop.second.writer.tick()
        try shop.first.process(.reserve(1))
        try shop.second.process(.reserve(1))
        shop.first.clock.advance(seconds: 1)
        try shop.first.writer.tick()
        let heard = [shop.first, shop.second].map { process in
            process.inbox.published.flatMap { published in
                published.entries.indices.map { published.firstPosition + Int64($0) }
            }
        }
        #expect(heard[0] == Array(heard[0][0]..<(heard[0][0] + Int64(heard[0].count))))
        #expect(heard[0] == heard[1])
        #expect(heard[0].count >= 7)
    }

    @Test("each tenant's commands are a transaction of their own, in their order")
    func tenants() throws {
        let shop = try SharedShop()
        let results = try shop.first.process([
            (.reserve(1), Server.first, nil), (.reserve(2), Server.second, nil),
            (.reserve(10), Server.first, nil), (.reserve(8), Server.second, nil),
        ])
        #expect(results.map(\.status) == [201, 201, 409, 201])
        #expect(
            shop.first.store.saved.map { $0.tenants.map(\.changes.tenant) }
                == [[Server.first.id], [Server.second.id]])
    }

    @Test("a lost batch changes nothing, and the other goes on")
    func lost() throws {
        let shop = try SharedShop()
        try shop.second.process(.reserve(1))
        shop.first.store.losesNext = true
        #expect(try shop.first.process(.reserve(9)).word == "unavailable")
        #expect(shop.first.level().reserved == 1)
        #expect(try shop.second.process(.reserve(9)).status == 201)
        #expect(try shop.first.process(.reserve(1)).status == 409)
        #expect(try shop.first.resident() == shop.rebuilt())
    }

    @Test("what changed nothing ends its batch, so that the other need not wait")
    func left() throws {
        let shop = try SharedShop()
        #expect(try shop.first.process(.release(.fixture(77))).status == 404)
        #expect(try shop.second.process(.reserve(1)).status == 201)
    }

    @Test("a key that one made or deleted is known to the other when it looks")
    func keys() throws {
        let shop = try SharedShop()
        let before = shop.second.engine.keysVersion
        try shop.first.process(
            .createKey(
                KeyRequest(name: "till", kind: .secret, digest: [7], prefix: "hf_sk_", scopes: [])))
        try shop.second.writer.tick()
        #expect(shop.second.engine.keysVersion != before)
        let key = try #require(
            shop.second.engine.read { residents, _ in residents.keys[[7]]?.id })
        try shop.first.process(.deleteKey(key))
        shop.second.clock.advance(seconds: 1)
        try shop.second.writer.tick()
        #expect(shop.second.resident().catalog == shop.first.resident().catalog)
        #expect(shop.second.engine.read { residents, _ in residents.keys[[7]] == nil })
    }
}
