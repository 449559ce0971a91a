/// Requests outside a measurement.
enum Sending {
    /// Sends each of `requests` once over `connections` connections, in no strict order.
    ///
    /// - Throws: `BenchFailure` naming the first answer whose status is not in `expected`.
    @discardableResult
    static func all<Frames: Framing>(
        _ requests: [[UInt8]], to port: UInt16, as framing: Frames.Type, expected: Set<Int>,
        connections: Int = 32
    ) throws(BenchFailure) -> Measurement {
        let client = try LoadClient<Frames, RequestList>(
            port: port, connections: connections,
            traffic: RequestList(requests, expected: expected))
        let measurement = try client.runToEnd()
        if let surprise = client.traffic.surprise { throw BenchFailure("answer: \(surprise)") }
        return measurement
    }

    /// Sends one request and returns the body of its answer.
    ///
    /// - Throws: `BenchFailure` if its status is not in `expected`.
    static func one<Frames: Framing>(
        _ request: [UInt8], to port: UInt16, as framing: Frames.Type, expected: Set<Int>
    ) throws(BenchFailure) -> [UInt8] {
        let client = try LoadClient<Frames, RequestList>(
            port: port, connections: 1, traffic: RequestList([request], expected: expected))
        _ = try client.runToEnd()
        if let surprise = client.traffic.surprise { throw BenchFailure("answer: \(surprise)") }
        return client.traffic.lastBody
    }
}
