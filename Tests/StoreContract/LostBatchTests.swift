import Domain
import Store
import TestSupport
import Testing

/// A batch is written wholly or not at all.
@Suite("Batches that are lost")
struct LostBatchTests {
    /// Levels that the schema refuses: the last guard before stock is promised twice.
    static let unsound: [Quantities] = {
        var soft = Quantities(onHand: 10, reserved: 1)
        soft.soft = 2
        return [
            Quantities(onHand: -1), Quantities(onHand: 10, reserved: 11),
            Quantities(onHand: 10, reserved: 6, committed: 5),
            Quantities(onHand: 10, reserved: 6, unavailable: 5),
            Quantities(onHand: 10, reserved: -1), Quantities(onHand: 10, committed: -1),
            Quantities(onHand: 10, unavailable: -1), Quantities(onHand: 10, incoming: -1),
            Quantities(onHand: 10, safetyStock: -1), soft,
        ]
    }()

    @Test(
        "one unsound level loses its whole batch, and the next one is written",
        arguments: StoreKind.available, unsound)
    func lost(kind: StoreKind, quantities: Quantities) throws {
        let open = try OpenShop(kind.fixture(), holding: Sample.batch)
        var batch = Sample.level(reserved: 3)
        var changes = Changes(tenant: Sample.tenant.id, at: Sample.now, lastID: 50)
        changes.levels = [
            .init(item: Sample.kit.id, location: Sample.main.id, quantities: quantities)
        ]
        batch.tenants.append(TenantBatch(changes: changes, firstPosition: 4, entries: []))
        batch.answers = [Sample.answer(1, at: Sample.now)]
        let error = #expect(throws: StoreError.self) { try open.store.save(batch) }
        guard case .unavailable = error else {
            Issue.record("a refusal of the schema is \(String(describing: error))")
            return
        }
        let after = try open.store.residents()
        #expect(after.lastID == 40 && after.positions[Sample.tenant.id] == 2)
        let level = after.shops[Sample.tenant.id]?.stock(Sample.item.id)?.levels.first
        #expect(level?.quantities == Sample.quantities)
        #expect(try open.store.keptAnswer(batch.answers[0].key, at: Sample.now) == nil)
        try open.store.save(Sample.level(reserved: 4))
        let next = try open.store.residents().shops[Sample.tenant.id]?.stock(Sample.item.id)
        #expect(next?.levels.first?.quantities.reserved == 4)
    }

    @Test("a position of the log that is taken loses the batch", arguments: StoreKind.available)
    func position(kind: StoreKind) throws {
        let open = try OpenShop(kind.fixture(), holding: Sample.batch)
        try open.store.save(Sample.level(reserved: 3))
        #expect(throws: StoreError.self) { try open.store.save(Sample.level(reserved: 4)) }
        #expect(try open.store.residents().positions[Sample.tenant.id] == 3)
    }
}
