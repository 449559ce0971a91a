import Domain
import Store

/// The statements that write a batch within the transaction that is open.
struct Writing {
    private let tenant: ID<Tenant>
    private let own: Parameter
    private let batch: Batch
    /// 16 bytes that name the batch, so that it can be found out whether it was committed.
    let id: [UInt8]

    init(_ batch: Batch, of tenant: ID<Tenant>, id: [UInt8]) {
        self.batch = batch
        self.tenant = tenant
        own = .integer(tenant.rawValue)
        self.id = id
    }

    /// The last writes the tenant's head.
    var steps: [Step] {
        let written = batch.tenants.first
        let changes = written?.changes ?? Changes(tenant: tenant, at: batch.at, lastID: 0)
        var steps = catalog(changes)
        if !changes.levels.isEmpty { steps.append(levels(changes.levels)) }
        let new = changes.reservations.filter(\.isNew).map(\.reservation)
        if !new.isEmpty { steps.append(insert(new)) }
        let changed = changes.reservations.filter { !$0.isNew }.map(\.reservation)
        if !changed.isEmpty { steps.append(update(changed)) }
        if !changes.movements.isEmpty { steps.append(insert(changes.movements)) }
        if !batch.answers.isEmpty { steps.append(insert(batch.answers)) }
        return steps + log(written, changes)
    }

    private func catalog(_ changes: Changes) -> [Step] {
        var steps: [Step] = []
        var bound = tenant
        func bind(_ other: ID<Tenant>) {
            guard other != bound else { return }
            bound = other
            steps.append(.tenant(other))
        }
        for change in changes.catalog {
            for statement in CatalogStatement.all(for: change, of: tenant, at: batch.at) {
                bind(statement.tenant)
                steps.append(Step(statement.sql, values: statement.values))
            }
        }
        bind(tenant)
        return steps
    }

    private func levels(_ levels: [Changes.Level]) -> Step {
        func column(_ value: (Changes.Level) -> Int64) -> Parameter { .integers(levels.map(value)) }
        return Step(
            HotSQL.levels,
            [
                own, column { $0.item.rawValue }, column { $0.location.rawValue },
                column { $0.quantities.onHand }, column { $0.quantities.reserved },
                column { $0.quantities.committed }, column { $0.quantities.unavailable },
                column { $0.quantities.incoming }, column { $0.quantities.safetyStock },
                column { $0.quantities.soft },
            ])
    }

    private func insert(_ rows: [Reservation]) -> Step {
        func column(_ value: (Reservation) -> Int64?) -> Parameter { .integers(rows.map(value)) }
        func text(_ value: (Reservation) -> String?) -> Parameter { .texts(rows.map(value)) }
        return Step(
            HotSQL.newReservations,
            [
                own, column { $0.id.rawValue }, column { Int64($0.state.rawValue) },
                column { Int64($0.kind.rawValue) }, text { $0.holder },
                column { $0.isSession ? 1 : 0 }, text { $0.channel.name }, lines(rows),
                column { $0.isOpen ? 1 : 0 }, column { $0.createdAt.milliseconds },
                column { $0.expiresAt?.milliseconds }, column { $0.endedAt?.milliseconds },
                text { $0.order }, column { $0.replaces?.rawValue },
                column { $0.replacedBy?.rawValue }, .blobs(rows.map(\.metadata)),
                column { $0.version }, column { $0.cartBegan?.milliseconds },
            ])
    }

    private func update(_ rows: [Reservation]) -> Step {
        func column(_ value: (Reservation) -> Int64?) -> Parameter { .integers(rows.map(value)) }
        return Step(
            HotSQL.changedReservations,
            [
                own, column { $0.id.rawValue }, column { Int64($0.state.rawValue) },
                column { Int64($0.kind.rawValue) }, lines(rows), column { $0.isOpen ? 1 : 0 },
                column { $0.expiresAt?.milliseconds }, column { $0.endedAt?.milliseconds },
                .texts(rows.map(\.order)), column { $0.replacedBy?.rawValue },
                column { $0.version }, column { $0.cartBegan?.milliseconds },
            ])
    }

    private func lines(_ rows: [Reservation]) -> Parameter {
        .texts(
            rows.map { row -> [UInt8]? in
                var text: [UInt8] = []
                text.append(addingCapacity: LinesText.limit(row.lines)) { output in
                    LinesText.encode(row.lines, into: &output)
                }
                return text
            })
    }

    private func insert(_ rows: [Movement]) -> Step {
        func column(_ value: (Movement) -> Int64?) -> Parameter { .integers(rows.map(value)) }
        return Step(
            HotSQL.movements,
            [
                own, column { $0.id.rawValue }, column { $0.item.rawValue },
                column { $0.location.rawValue }, column { $0.change.onHand },
                column { $0.change.reserved }, column { $0.change.committed },
                column { $0.change.unavailable }, column { $0.change.incoming },
                column { $0.change.safetyStock }, column { Int64($0.reason.rawValue) },
                .texts(rows.map(\.reference)), column { $0.actor.number },
                column { $0.reservation?.rawValue }, .texts(rows.map(\.order)),
                column { $0.at.milliseconds },
            ])
    }

    private func insert(_ answers: [KeptAnswer]) -> Step {
        func column(_ value: (KeptAnswer) -> Int64?) -> Parameter {
            .integers(answers.map(value))
        }
        return Step(
            HotSQL.answers,
            [
                own, .blobs(answers.map { AnswerRow.bytes($0.key) }),
                column { $0.at.milliseconds }, column { Int64(bitPattern: $0.fingerprint) },
                column { Int64($0.answer.status) },
                .blobs(answers.map { $0.echo == nil ? $0.answer.body : nil }),
                .texts(answers.map(\.answer.location)), column { $0.answer.version },
                column { $0.echo?.position }, column { $0.echo.map { Int64($0.offset) } },
                column { $0.echo == nil ? nil : Int64($0.answer.body.count) },
            ])
    }

    /// Written even where nothing changed but answers: it is how the batch is found again.
    private func log(_ written: TenantBatch?, _ changes: Changes) -> [Step] {
        let entries = written?.entries ?? []
        let first = SQLValue(written?.firstPosition)
        let last = SQLValue(written.map { $0.firstPosition + Int64(entries.count) - 1 })
        let time = SQLValue.integer(batch.at.milliseconds)
        return [
            Step(
                HotSQL.events,
                values: [
                    .integer(tenant.rawValue), .blob(id), first, last, time,
                    .blob(EventEntries.pack(entries)), .blob(ChangesCodec.encode(changes)),
                ]),
            Step(
                HotSQL.nextHead,
                values: [.integer(tenant.rawValue), last, time, .integer(changes.lastID)]),
        ]
    }
}
