public import Domain
public import Store

/// Puts outcomes and events into words, before the commit, so that what is kept and replayed is
/// what was answered, to the byte. Pure: it runs on the writer.
public protocol Presenter: Sendable {
    func answer(
        to outcome: Outcome, form: AnswerForm, names: some Names
    ) -> Answer

    /// Also says whether the refusal is kept under an idempotency key (409 and 422 are).
    func answer(
        to rejection: Rejection, form: AnswerForm, requestID: String, names: some Names
    ) -> Answer

    /// One line of JSON, with its position and time. `answer` is what a client is told of the
    /// same reservation in the same state, where it is told: its body need not be put into
    /// words again, and `answerStart` says where in the entry's body it stands.
    func entry(
        for event: Event, position: Int64, at time: Timestamp, answer: Answer?,
        names: some Names
    ) -> (entry: LogEntry, answerStart: Int?)
}
