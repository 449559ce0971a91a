import Domain
import Engine
import Store
import TestSupport
import Testing

@Suite("What is resident")
struct ResidentTests {
    @Test(
        "what is resident equals what a rebuild reads, after every batch",
        arguments: 0..<6 as Range<UInt64>)
    func rebuilt(seed: UInt64) throws {
        let server = try Server(sweeps: seed % 2 == 0)
        try server.process(Self.catalog.map { server.submission($0) })
        var random = SeededGenerator(seed: seed)
        var made: [ID<Reservation>] = []
        for _ in 0..<25 {
            let batch = (0..<random.number(1...4)).map { _ in
                server.submission(Self.command(&random, made))
            }
            try server.process(batch)
            made = server.witness.saved.flatMap(\.tenants).flatMap(\.changes.reservations)
                .map(\.reservation.id)
            server.clock.advance(milliseconds: random.number(0...30_000))
            try server.writer.tick()
            #expect(try server.rebuilt() == server.resident())
        }
        #expect(try server.differences().isEmpty)
        #expect(made.count > 10)
    }

    private static let catalog: [Command] = [
        .putItem(sku: "B", .fixture(backorder: .allow(limit: 5)), .none),
        .putItem(
            sku: "K",
            .fixture(
                productID: "set",
                components: [KitPart(sku: "P", quantity: 2), KitPart(sku: "Q", quantity: 1)]),
            .none),
        .createLocation(
            LocationRequest(code: "far", name: "Far", channels: [Channel("showroom"), .online])),
        .setPolicies([AllocationPolicy(channel: .online, share: .fourFifths, buffer: nil)]),
        .adjust(.fixture("P", .setTo(9), at: "far")),
    ]

    private static func command(
        _ random: inout SeededGenerator, _ made: [ID<Reservation>]
    ) -> Command {
        let known = random.pickIfAny(made) ?? .fixture(1)
        let sku = random.pick(["P", "Q", "B", "K"])
        let holder = random.pick(["h1", "h2"])
        let request = ReserveRequest.fixture(
            [(sku: sku, quantity: random.number(1...4)), (sku: "P", quantity: 1)],
            holder: holder, kind: random.pick(Reservation.Kind.allCases),
            ttlSeconds: random.pick([nil, 20, 60]), mode: random.pick([.all, .partial]))
        switch random.number(0...9) {
        case 0, 1: return .reserve(request)
        case 2: return .restate(holder: holder, request)
        case 3: return .change(known, ReservationChange(ttlSeconds: 60))
        case 4: return .commit(known, order: "o", deduction: random.pick([nil, .now]))
        case 5: return .ship(known, [Pick(sku: sku, quantity: 1)])
        case 6: return .cancel(known, nil)
        case 7: return .release(known)
        case 8:
            return .adjust(
                .fixture(random.pick(["P", "Q", "B"]), .setTo(random.number(0...14))))
        default:
            var edit = ItemEdit()
            edit.title = "Title \(random.number(1...9))"
            edit.category = .set("c\(random.number(1...3))")
            return .editItem(sku: sku, edit, .none)
        }
    }

    @Test("new tenants and keys are resident at once, and gone when they are deleted")
    func keys() throws {
        let server = try Server()
        let request = KeyRequest(
            name: "shop", kind: .secret, digest: [1, 2, 3], prefix: "hf", scopes: ["stock:read"])
        try server.process(.createTenant(TenantRequest(name: "New", plan: .free, keys: [request])))
        let key = try #require(server.engine.read { residents, _ in residents.keys[[1, 2, 3]] })
        #expect(try server.rebuilt() == server.resident())
        #expect(try server.process(.deleteKey(key.id)).status == 404, "another tenant's key")
        let tenant = TenantRecord.fixture(id: key.tenant)
        let deleted = try server.process([server.submission(.deleteKey(key.id), tenant)])
        #expect(deleted.map(\.status) == [200])
        #expect(server.engine.read { residents, _ in residents.keys.isEmpty })
        #expect(try server.rebuilt() == server.resident())
    }
}
