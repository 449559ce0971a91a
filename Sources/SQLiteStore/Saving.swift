import Domain
import Store

/// Writes one batch within the transaction that is open. Keeps its statements and its memory
/// from batch to batch.
final class Saving {
    private let connection: Connection
    private let levels: BulkInsert
    private let reservations: BulkInsert
    private let updateReservation: Statement
    private let movements: BulkInsert
    private let events: Statement
    private let head: Statement
    private let answers: Statement
    private let clock: Statement
    private var entries: [UInt8] = []
    private var keys: [UInt8] = []
    private var bodies: [UInt8] = []

    init(_ connection: Connection) throws(StoreError) {
        self.connection = connection
        levels = try BulkInsert(connection, HotSQL.level)
        reservations = try BulkInsert(connection, HotSQL.reservation)
        updateReservation = try connection.statement(HotSQL.updateReservation)
        movements = try BulkInsert(connection, HotSQL.movement)
        events = try connection.statement(HotSQL.events)
        head = try connection.statement(HotSQL.head)
        answers = try connection.statement(HotSQL.answers)
        clock = try connection.statement(HotSQL.clock)
    }

    /// Answers the id of the row with the batch's kept answers, if it has any.
    func write(_ batch: Batch) throws(StoreError) -> Int64? {
        var lastID: Int64 = 0
        for tenant in batch.tenants {
            try write(tenant, at: batch.at)
            lastID = max(lastID, tenant.changes.lastID)
        }
        clock.bind(1, batch.at.milliseconds)
        clock.bind(2, lastID)
        try clock.run()
        return try write(batch.answers, at: batch.at)
    }

    private func write(_ batch: TenantBatch, at time: Timestamp) throws(StoreError) {
        let changes = batch.changes
        let tenant = changes.tenant.rawValue
        for change in changes.catalog {
            let statements = CatalogStatement.all(for: change, of: changes.tenant, at: time)
            for statement in statements { try run(statement) }
        }
        try levels.run(changes.levels.count) { statement, base, row in
            bind(changes.levels[row], tenant, statement, base)
        }
        try write(changes.reservations, tenant)
        try movements.run(changes.movements.count) { statement, base, row in
            bind(changes.movements[row], tenant, statement, base)
        }
        if !batch.entries.isEmpty { try write(batch, events: tenant, at: time) }
    }

    private func run(_ catalog: CatalogStatement) throws(StoreError) {
        let statement = try connection.statement(catalog.sql)
        statement.bind(catalog.values)
        try statement.run()
    }

    private func write(
        _ batch: TenantBatch, events tenant: Int64, at time: Timestamp
    ) throws(StoreError) {
        entries.removeAll(keepingCapacity: true)
        EventEntries.pack(batch.entries, into: &entries)
        let last = batch.firstPosition + Int64(batch.entries.count) - 1
        events.bind(1, tenant)
        events.bind(2, batch.firstPosition)
        events.bind(3, last)
        events.bind(4, time.milliseconds)
        try events.run(5, blob: entries)
        head.bind(1, tenant)
        head.bind(2, last)
        try head.run()
    }

    private func bind(
        _ changed: Changes.Level, _ tenant: Int64, _ statement: Statement, _ base: Int32
    ) {
        let quantities = changed.quantities
        statement.bind(base + 1, tenant)
        statement.bind(base + 2, changed.item.rawValue)
        statement.bind(base + 3, changed.location.rawValue)
        statement.bind(base + 4, quantities.onHand)
        statement.bind(base + 5, quantities.reserved)
        statement.bind(base + 6, quantities.committed)
        statement.bind(base + 7, quantities.unavailable)
        statement.bind(base + 8, quantities.incoming)
        statement.bind(base + 9, quantities.safetyStock)
        statement.bind(base + 10, quantities.soft)
    }

    private func write(
        _ changed: [Changes.ChangedReservation], _ tenant: Int64
    ) throws(StoreError) {
        let new = changed.indices.filter { changed[$0].isNew }
        try reservations.run(new.count) { statement, base, row in
            bind(changed[new[row]].reservation, tenant, statement, base)
        }
        guard new.count < changed.count else { return }
        for changed in changed where !changed.isNew { try update(changed.reservation, tenant) }
    }

    private func bind(
        _ reservation: borrowing Reservation, _ tenant: Int64, _ statement: Statement,
        _ base: Int32
    ) {
        statement.bind(base + 1, tenant)
        statement.bind(base + 2, reservation.id.rawValue)
        statement.bind(base + 3, Int64(reservation.state.rawValue))
        statement.bind(base + 4, Int64(reservation.kind.rawValue))
        statement.bind(base + 5, reservation.holder)
        statement.bind(base + 6, reservation.isSession ? 1 : 0)
        statement.bind(base + 7, reservation.channel.name)
        bind(reservation.lines, statement, base + 8)
        statement.bind(base + 9, reservation.isOpen ? 1 : 0)
        statement.bind(base + 10, reservation.createdAt.milliseconds)
        statement.bind(base + 11, reservation.expiresAt?.milliseconds)
        statement.bind(base + 12, reservation.endedAt?.milliseconds)
        statement.bind(base + 13, reservation.order)
        statement.bind(base + 14, reservation.replaces?.rawValue)
        statement.bind(base + 15, reservation.replacedBy?.rawValue)
        statement.bind(base + 16, blob: reservation.metadata)
        statement.bind(base + 17, reservation.version)
        statement.bind(base + 18, reservation.cartBegan?.milliseconds)
    }

    private func update(_ reservation: Reservation, _ tenant: Int64) throws(StoreError) {
        let statement = updateReservation
        statement.bind(1, tenant)
        statement.bind(2, reservation.id.rawValue)
        statement.bind(3, Int64(reservation.state.rawValue))
        statement.bind(4, Int64(reservation.kind.rawValue))
        bind(reservation.lines, statement, 5)
        statement.bind(6, reservation.isOpen ? 1 : 0)
        statement.bind(7, reservation.expiresAt?.milliseconds)
        statement.bind(8, reservation.endedAt?.milliseconds)
        statement.bind(9, reservation.order)
        statement.bind(10, reservation.replacedBy?.rawValue)
        statement.bind(11, reservation.version)
        statement.bind(12, reservation.cartBegan?.milliseconds)
        try statement.run()
    }

    private func bind(_ lines: [ReservationLine], _ statement: Statement, _ index: Int32) {
        statement.bind(index, upTo: LinesText.limit(lines)) { LinesText.encode(lines, into: &$0) }
    }

    private func bind(
        _ row: borrowing Movement, _ tenant: Int64, _ statement: Statement, _ base: Int32
    ) {
        statement.bind(base + 1, tenant)
        statement.bind(base + 2, row.id.rawValue)
        statement.bind(base + 3, row.item.rawValue)
        statement.bind(base + 4, row.location.rawValue)
        statement.bind(base + 5, row.change.onHand)
        statement.bind(base + 6, row.change.reserved)
        statement.bind(base + 7, row.change.committed)
        statement.bind(base + 8, row.change.unavailable)
        statement.bind(base + 9, row.change.incoming)
        statement.bind(base + 10, row.change.safetyStock)
        statement.bind(base + 11, Int64(row.reason.rawValue))
        statement.bind(base + 12, row.reference)
        statement.bind(base + 13, row.actor.number)
        statement.bind(base + 14, row.reservation?.rawValue)
        statement.bind(base + 15, row.order)
        statement.bind(base + 16, row.at.milliseconds)
    }

    private func write(_ kept: [KeptAnswer], at time: Timestamp) throws(StoreError) -> Int64? {
        guard !kept.isEmpty else { return nil }
        keys.removeAll(keepingCapacity: true)
        bodies.removeAll(keepingCapacity: true)
        AnswerPacking.pack(kept, keys: &keys, bodies: &bodies)
        answers.bind(1, time.milliseconds)
        answers.bind(2, blob: keys)
        answers.bind(3, blob: bodies)
        try answers.run()
        return connection.lastInsertedID
    }
}
