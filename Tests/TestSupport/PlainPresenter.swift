public import Domain
public import Engine
public import Store

/// Puts outcomes into short text and events into small JSON, without the API's room.
public struct PlainPresenter: Presenter {
    public init() {}

    public func answer(
        to outcome: Outcome, form: AnswerForm, names: some Names
    ) -> Answer {
        Answer(status: outcome.isCreation ? 201 : 200, body: Array(text(outcome, names).utf8))
    }

    public func answer(
        to rejection: Rejection, form: AnswerForm, requestID: String, names: some Names
    ) -> Answer {
        Answer(
            status: rejection.status,
            body: Array("\(rejection.status) \(rejection) \(requestID)".utf8))
    }

    public func entry(
        for event: Event, position: Int64, at time: Timestamp, answer: Answer?,
        names: some Names
    ) -> (entry: LogEntry, answerStart: Int?) {
        var body = Array("{\"position\":\(position),\"at\":\(time.milliseconds)}".utf8)
        let start = answer.map { _ in body.count }
        if let answer { body += answer.body }
        return (LogEntry(type: event.type, body: body), start)
    }

    private func text(_ outcome: Outcome, _ names: some Names) -> String {
        switch outcome {
        case .reservation(let reservation, let isNew):
            "\(isNew ? "new" : "same") \(text(reservation, names))"
        case .sessionReleased(let units): "gave back \(units)"
        case .adjusted(let movements, let preempted, let dryRun):
            "\(movements.count) movements \(preempted.map { text($0, names) }) \(dryRun)"
        case .transferred(let transfer): "transfer \(transfer.id.rawValue)"
        case .item(let item, _, let isNew): "item \(item.sku) \(item.version) \(isNew)"
        case .itemDeleted: "item deleted"
        case .location(let location, _): "location \(location.code) \(location.version)"
        case .settings(let settings): "settings \(settings.version)"
        case .policies(let policies, let version): "\(policies.count) policies \(version)"
        case .tenant(let tenant, _): "tenant \(tenant.id.rawValue)"
        case .key(let key): "key \(key.id.rawValue)"
        case .keyDeleted: "key deleted"
        case .repaired(let movements, let dryRun): "\(movements.count) corrections \(dryRun)"
        case .swept(let expiries): "\(expiries) expiries"
        case .clockMoved(let now): "now \(now.milliseconds)"
        }
    }

    private func text(_ reservation: Reservation, _ names: some Names) -> String {
        let lines = reservation.lines.map { line in
            let places = line.sources.map { "\(names.code(of: $0.location)):\($0.units)" }
            return "\(names.sku(of: line.item)) \(line.quantity) \(places)"
        }
        return "\(reservation.id.rawValue) v\(reservation.version) \(reservation.state.name) "
            + "\(reservation.expiresAt?.milliseconds ?? 0) \(lines)"
    }

    private func text(_ preempted: Preempted, _ names: some Names) -> String {
        let lines = preempted.lines.map { "\(names.sku(of: $0.item)) \($0.quantity)" }
        return "\(preempted.reservation.rawValue) \(lines)"
    }
}

extension Outcome {
    /// Whether it made something.
    fileprivate var isCreation: Bool {
        switch self {
        case .reservation(_, let isNew), .item(_, _, let isNew), .location(_, let isNew): isNew
        case .adjusted(_, _, let dryRun), .repaired(_, let dryRun): !dryRun
        case .transferred, .tenant, .key: true
        case .sessionReleased, .itemDeleted, .settings, .policies, .keyDeleted, .swept,
            .clockMoved:
            false
        }
    }
}

extension Rejection {
    /// The API's status for it; it decides whether the refusal is kept under a key.
    fileprivate var status: Int {
        switch self {
        case .insufficientStock, .stockChanged, .negativeStock, .quantityOutOfRange,
            .reservationNotActive, .reservationExpired, .notCommitted, .itemInUse, .skuTaken,
            .codeTaken, .locationInUse:
            409
        case .unknownSKU, .unknownLocation, .invalidField: 422
        case .reservationNotFound, .itemNotFound, .locationNotFound, .keyNotFound: 404
        case .versionConflict: 412
        case .quotaExceeded: 402
        }
    }
}
