package import Domain
import Store

extension PostgresStore {
    /// What a batch asks and writes, with values for one of each: a test watches their plans.
    package static func hotSteps(of tenant: ID<Tenant>, at now: Timestamp) -> [Step] {
        let key = KeyDigest(high: 1, low: 2)
        let needs = Needs(
            keys: [key], reservations: [ID(rawValue: 3)], holders: ["holder"],
            profiles: [ID(rawValue: 4)])
        var changes = Changes(tenant: tenant, at: now, lastID: 9)
        let reservation = Reservation(
            id: ID(rawValue: 5), state: .active, kind: .checkout, holder: nil, channel: .online,
            lines: [], createdAt: now, expiresAt: nil, endedAt: nil)
        changes.levels = [
            .init(item: ID(rawValue: 6), location: ID(rawValue: 7), quantities: .zero)
        ]
        changes.reservations = [.init(reservation, isNew: true), .init(reservation, isNew: false)]
        changes.movements = [
            Movement(
                id: ID(rawValue: 8), item: ID(rawValue: 6), location: ID(rawValue: 7),
                change: .zero, reason: .received, reference: nil, actor: .engine, reservation: nil,
                order: nil, at: now)
        ]
        let answer = KeptAnswer(
            key: key, fingerprint: 1, answer: Answer(status: 201, body: []), at: now)
        let batch = Batch(
            at: now, tenants: [TenantBatch(changes: changes, firstPosition: 1, entries: [])],
            answers: [answer])
        return [Step(HotSQL.head, [.integer(tenant.rawValue)])]
            + [BatchRow.step(of: tenant, after: 0)]
            + Questions(needs, of: tenant, at: now).steps
            + Writing(batch, of: tenant, id: Array(repeating: 0, count: 16)).steps
    }
}
