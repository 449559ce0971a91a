/// What the connections of a `LoadClient` ask, and what becomes of the answers.
protocol Traffic {
    /// Appends the next request of `connection`, whose last one was answered. False if there is
    /// none for it at the moment.
    mutating func ask(on connection: Int, into bytes: inout [UInt8]) -> Bool

    /// Takes the answer to what was asked last on `connection`.
    mutating func heard(on connection: Int, status: Int, body: Span<UInt8>)
}

/// Asks each request of a list once, in order, on whatever connection is free.
struct RequestList: Traffic {
    private let requests: [[UInt8]]
    private let expected: Set<Int>
    private var next = 0

    /// The first answer that was not expected.
    private(set) var surprise: String?

    /// The body of the answer that came last.
    private(set) var lastBody: [UInt8] = []

    init(_ requests: [[UInt8]], expected: Set<Int>) {
        self.requests = requests
        self.expected = expected
    }

    mutating func ask(on connection: Int, into bytes: inout [UInt8]) -> Bool {
        guard next < requests.count else { return false }
        bytes.append(contentsOf: requests[next])
        next += 1
        return true
    }

    mutating func heard(on connection: Int, status: Int, body: Span<UInt8>) {
        lastBody = body.indices.map { body[$0] }
        guard surprise == nil, !expected.contains(status) else { return }
        surprise = "\(status) \(String(decoding: lastBody.prefix(500), as: UTF8.self))"
    }
}
