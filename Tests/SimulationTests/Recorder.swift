import Domain
import Engine
import Store
import Synchronization
import TestSupport

/// Notes what was decided, by token, on its way into words; and what was delivered.
final class Recorder: Presenter {
    struct Decision {
        let token: UInt64
        let result: CommandResult
        let answer: Answer
    }

    private struct Notes {
        var decisions: [Decision] = []
        var replies: [Reply] = []
        var published: [Published] = []
    }

    private let plain = PlainPresenter()
    private let notes = Mutex(Notes())

    /// A form that carries a submission's token to this presenter.
    static func form(_ token: UInt64) -> AnswerForm { .door(names: ["token": "\(token)"]) }

    func answer(to outcome: Outcome, form: AnswerForm, names: some Names) -> Answer {
        let answer = plain.answer(to: outcome, form: form, names: names)
        note(form, .success(outcome), answer)
        return answer
    }

    func answer(
        to rejection: Rejection, form: AnswerForm, requestID: String, names: some Names
    ) -> Answer {
        let answer = plain.answer(
            to: rejection, form: form, requestID: requestID, names: names)
        note(form, .failure(rejection), answer)
        return answer
    }

    func entry(
        for event: Event, position: Int64, at time: Timestamp, answer: Answer?,
        names: some Names
    ) -> (entry: LogEntry, answerStart: Int?) {
        plain.entry(for: event, position: position, at: time, answer: answer, names: names)
    }

    func deliver(_ replies: [Reply], _ published: [Published]) {
        notes.withLock { notes in
            notes.replies += replies
            notes.published += published
        }
    }

    /// All that was noted since the last time.
    func take() -> (decisions: [Decision], replies: [Reply], published: [Published]) {
        notes.withLock { notes in
            let taken = notes
            notes = Notes()
            return (taken.decisions, taken.replies, taken.published)
        }
    }

    private func note(_ form: AnswerForm, _ result: CommandResult, _ answer: Answer) {
        guard case .door(let names) = form, let token = names["token"].flatMap({ UInt64($0) })
        else { return }
        notes.withLock { notes in
            notes.decisions.append(Decision(token: token, result: result, answer: answer))
        }
    }
}
