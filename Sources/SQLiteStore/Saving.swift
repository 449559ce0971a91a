import Domain
import Store

/// Writes one batch within the transaction that is open. Keeps its statements and its memory
/// from batch to batch.
final class Saving {
    private let connection: Connection
    private let level: Statement
    private let insertReservation: Statement
    private let updateReservation: Statement
    private let movement: Statement
    private let events: Statement
    private let head: Statement
    private let answers: Statement
    private let clock: Statement
    private var text: [UInt8] = []
    private var entries: [UInt8] = []
    private var keys: [UInt8] = []
    private var bodies: [UInt8] = []

    init(_ connection: Connection) throws(StoreError) {
        self.connection = connection
        level = try connection.statement(HotSQL.level)
        insertReservation = try connection.statement(HotSQL.insertReservation)
        updateReservation = try connection.statement(HotSQL.updateReservation)
        movement = try connection.statement(HotSQL.movement)
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
        let catalog = CatalogSaving(connection)
        for change in changes.catalog { try catalog.write(change, of: changes.tenant, at: time) }
        for level in changes.levels { try write(level, tenant) }
        for changed in changes.reservations {
            text.removeAll(keepingCapacity: true)
            LinesText.encode(changed.reservation.lines, into: &text)
            if changed.isNew {
                try insert(changed.reservation, tenant)
            } else {
                try update(changed.reservation, tenant)
            }
        }
        for movement in changes.movements { try write(movement, tenant) }
        if !batch.entries.isEmpty { try write(batch, events: tenant, at: time) }
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
        events.bind(5, blob: entries)
        try events.run()
        head.bind(1, tenant)
        head.bind(2, last)
        try head.run()
    }

    private func write(_ changed: Changes.Level, _ tenant: Int64) throws(StoreError) {
        let quantities = changed.quantities
        level.bind(1, tenant)
        level.bind(2, changed.item.rawValue)
        level.bind(3, changed.location.rawValue)
        level.bind(4, quantities.onHand)
        level.bind(5, quantities.reserved)
        level.bind(6, quantities.committed)
        level.bind(7, quantities.unavailable)
        level.bind(8, quantities.incoming)
        level.bind(9, quantities.safetyStock)
        level.bind(10, quantities.soft)
        try level.run()
    }

    private func insert(_ reservation: Reservation, _ tenant: Int64) throws(StoreError) {
        let statement = insertReservation
        statement.bind(1, tenant)
        statement.bind(2, reservation.id.rawValue)
        statement.bind(3, Int64(reservation.state.rawValue))
        statement.bind(4, Int64(reservation.kind.rawValue))
        statement.bind(5, reservation.holder)
        statement.bind(6, reservation.isSession ? 1 : 0)
        statement.bind(7, reservation.channel.name)
        statement.bind(8, text: text)
        statement.bind(9, reservation.isOpen ? 1 : 0)
        statement.bind(10, reservation.createdAt.milliseconds)
        statement.bind(11, reservation.expiresAt?.milliseconds)
        statement.bind(12, reservation.endedAt?.milliseconds)
        statement.bind(13, reservation.order)
        statement.bind(14, reservation.replaces?.rawValue)
        statement.bind(15, reservation.replacedBy?.rawValue)
        statement.bind(16, blob: reservation.metadata)
        statement.bind(17, reservation.version)
        try statement.run()
    }

    private func update(_ reservation: Reservation, _ tenant: Int64) throws(StoreError) {
        let statement = updateReservation
        statement.bind(1, tenant)
        statement.bind(2, reservation.id.rawValue)
        statement.bind(3, Int64(reservation.state.rawValue))
        statement.bind(4, Int64(reservation.kind.rawValue))
        statement.bind(5, text: text)
        statement.bind(6, reservation.isOpen ? 1 : 0)
        statement.bind(7, reservation.expiresAt?.milliseconds)
        statement.bind(8, reservation.endedAt?.milliseconds)
        statement.bind(9, reservation.order)
        statement.bind(10, reservation.replacedBy?.rawValue)
        statement.bind(11, reservation.version)
        try statement.run()
    }

    private func write(_ row: Movement, _ tenant: Int64) throws(StoreError) {
        movement.bind(1, tenant)
        movement.bind(2, row.id.rawValue)
        movement.bind(3, row.item.rawValue)
        movement.bind(4, row.location.rawValue)
        movement.bind(5, row.change.onHand)
        movement.bind(6, row.change.reserved)
        movement.bind(7, row.change.committed)
        movement.bind(8, row.change.unavailable)
        movement.bind(9, row.change.incoming)
        movement.bind(10, row.change.safetyStock)
        movement.bind(11, Int64(row.reason.rawValue))
        movement.bind(12, row.reference)
        movement.bind(13, row.actor.number)
        movement.bind(14, row.reservation?.rawValue)
        movement.bind(15, row.order)
        movement.bind(16, row.at.milliseconds)
        try movement.run()
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

extension Actor {
    /// The column's number: a key's id, 0 for the engine.
    var number: Int64 {
        switch self {
        case .engine: 0
        case .key(let id): id.rawValue
        }
    }
}
