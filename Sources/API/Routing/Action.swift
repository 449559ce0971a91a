internal import Domain
internal import Engine
internal import HTTP

/// What a route does with a request that was let in.
enum Action: Sendable {
    /// Answers at once from memory. It must not block.
    case memory(@Loop @Sendable (Context) throws(Problem) -> Response)
    /// Becomes a command, which is answered once its effect is committed.
    case command(@Loop @Sendable (Context) throws(Problem) -> Order)
    /// Answers from the database: what is returned runs on a reader thread.
    case query(@Loop @Sendable (Context) throws(Problem) -> Query.Job)
    /// Becomes a command once the database was read: what is returned runs on a reader thread.
    case study(@Loop @Sendable (Context) throws(Problem) -> Query.Study)
    /// Keeps the exchange, and answers over it for as long as it is open.
    case stream(@Loop @Sendable (Context, Exchange) throws(Problem) -> Void)
}

extension Query {
    /// A read of the database. Throws a `Problem` for the caller's mistakes; anything else is
    /// answered as an error of ours.
    typealias Job = @Sendable (ReadContext) throws -> Response

    /// A read of the database that tells what to do. The state may change before that is done.
    typealias Study = @Sendable (ReadContext) throws -> Order
}

/// A command, and how its answer is to be put into words.
struct Order: Sendable {
    let command: Command
    var form: AnswerForm

    init(_ command: Command, form: AnswerForm = .canonical) {
        self.command = command
        self.form = form
    }
}
