/// What the server serves. Everything is called on the loop, and must not block it.
@Loop
public protocol Handler: AnyObject {
    /// Answers one request through `exchange`, now or later.
    func handle(_ request: Request, _ exchange: Exchange)

    /// Says whether the body that a head announces may come, before any of it is read and before
    /// `100 Continue`. Not asked where there is no body, or where all of it came with its head.
    func admit(_ head: RequestHead) -> Admission

    /// One pass over the ready sockets has ended: what was collected can be handed over.
    func passEnded()

    /// The process was told to end: it is no longer ready for new work, but answers what it has.
    func drainBegan()

    /// Renders the answer to what the protocol itself forbids.
    func refusal(of error: ProtocolError) -> Response
}

extension Handler {
    public func admit(_ head: RequestHead) -> Admission {
        .accept(bodyLimit: Limits().bodyBytes)
    }

    public func passEnded() {}

    public func drainBegan() {}

    public func refusal(of error: ProtocolError) -> Response {
        let problem = """
            {"type":"/problems/\(error.code)","title":"\(error.code)","status":\(error.status),\
            "detail":"\(error.detail)","code":"\(error.code)"}
            """
        return Response(
            status: error.status, contentType: "application/problem+json",
            body: Array(problem.utf8), close: true)
    }
}
