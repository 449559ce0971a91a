public import Domain
public import Engine
internal import JSON
public import Store

/// The API's words for what the engine did.
public struct JSONPresenter: Presenter {
    public init() {}

    public func answer(
        to outcome: Outcome, form: AnswerForm, names: some Names
    ) -> Answer {
        switch form {
        case .canonical: answer(to: outcome, keys: [], names: names)
        case .keys(let texts): answer(to: outcome, keys: texts, names: names)
        case .door(let aliases): DoorJSON.answer(to: outcome, aliases: aliases, names: names)
        }
    }

    public func answer(
        to rejection: Rejection, form: AnswerForm, requestID: String, names: some Names
    ) -> Answer {
        switch form {
        case .canonical, .keys:
            let problem = Problem(rejection)
            return Answer(status: problem.status, body: problem.body(requestID: requestID))
        case .door(let aliases): return DoorJSON.answer(to: rejection, aliases: aliases)
        }
    }

    public func entry(
        for event: Event, position: Int64, at time: Timestamp, answer: Answer?,
        names: some Names
    ) -> (entry: LogEntry, answerStart: Int?) {
        var writer = JSONWriter(reservingCapacity: 768)
        let start = EventJSON.write(
            event, position: position, at: time, reservation: answer?.body, to: &writer,
            names: names)
        return (LogEntry(type: event.type, body: writer.bytes), start)
    }

    private func answer(
        to outcome: Outcome, keys: [String], names: some Names
    ) -> Answer {
        switch outcome {
        case .reservation(let reservation, let isNew):
            return json(
                isNew ? 201 : 200,
                location: isNew ? reservation.id.path("/v1/reservations/") : nil,
                version: reservation.version
            ) { ReservationJSON.write(reservation, to: &$0, names: names) }
        case .sessionReleased, .itemDeleted, .keyDeleted, .swept:
            return Answer(status: 204, body: [])
        case .adjusted(let movements, let preempted, let dryRun):
            return json(dryRun ? 200 : 201) {
                AdjustmentJSON.write(movements, preempted, to: &$0, names: names)
            }
        case .transferred(let transfer):
            return json(201, location: transfer.id.path("/v1/stock/transfers/")) {
                TransferJSON.write(transfer, to: &$0, names: names)
            }
        case .repaired(let movements, let dryRun):
            return json(200) {
                RepairJSON.write(movements, dryRun: dryRun, to: &$0, names: names)
            }
        case .item(let item, let profile, let isNew):
            let path = "/v1/items/" + PercentEncoding.encode(item.sku)
            return json(
                isNew ? 201 : 200, location: isNew ? path : nil, version: item.version
            ) { ItemJSON.write(item, profile, to: &$0, names: names) }
        case .location, .settings, .policies, .tenant, .key, .clockMoved:
            return answer(aboutTenant: outcome, keys: keys)
        }
    }

    private func answer(aboutTenant outcome: Outcome, keys: [String]) -> Answer {
        switch outcome {
        case .location(let location, let isNew):
            return json(
                isNew ? 201 : 200, location: isNew ? location.id.path("/v1/locations/") : nil,
                version: location.version
            ) { LocationJSON.write(location, to: &$0) }
        case .settings(let settings):
            return json(200, version: settings.version) {
                SettingsJSON.write(settings, to: &$0)
            }
        case .policies(let policies, let version):
            return json(200, version: version) { PoliciesJSON.write(policies, to: &$0) }
        case .tenant(let tenant, _):
            return json(201) { TenantJSON.write(tenant, keys: keys, to: &$0) }
        case .key(let key):
            return json(201, location: key.id.path("/v1/api-keys/")) {
                KeyJSON.write(key, text: keys.first, to: &$0)
            }
        case .clockMoved(let now):
            return json(200) { $0.object { $0.field("now", now) } }
        case .reservation, .sessionReleased, .adjusted, .transferred, .item, .itemDeleted,
            .keyDeleted, .repaired, .swept:
            return Answer(status: 204, body: [])
        }
    }

    private func json(
        _ status: Int, location: String? = nil, version: Int64? = nil,
        _ body: (inout JSONWriter) -> Void
    ) -> Answer {
        var writer = JSONWriter(reservingCapacity: 512)
        body(&writer)
        return Answer(status: status, body: writer.bytes, location: location, version: version)
    }
}
