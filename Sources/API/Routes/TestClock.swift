internal import Domain
internal import Engine
internal import HTTP

/// The clock that stands still until a test moves it.
enum TestClock {
    static let routes: [Route] = [
        Route(
            .post, "/test/clock", access: .root, "Moves the test clock forward.",
            body: .json(Schemas.clockRequest),
            answers: [
                RouteAnswer(200, "The time now.", .object([.init("now", .time, required: true)]))
            ],
            action: .command(move))
    ]

    /// The clock moves at once; the command stores where it stands.
    @Loop
    static func move(_ context: Context) throws(Problem) -> Order {
        guard let clock = context.services.testClock else { throw .notFound }
        let body = try context.decode { try ClockBody(&$0) }
        do {
            try clock.advance(to: body.target(from: clock.now()))
        } catch {
            throw Problem(field: "set", "The clock never goes back; it is \(error.now.text).")
        }
        return Order(.clockMoved)
    }
}
