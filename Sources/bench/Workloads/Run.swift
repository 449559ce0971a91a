/// Puts one server under one load and writes down what came of it.
struct Run {
    let seconds: Double
    let warmUpSeconds: Double

    /// - Throws: `BenchFailure` if the server fails, or answers otherwise than expected.
    func measure<Frames: Framing>(
        _ name: String, _ server: some BenchServer, as framing: Frames.Type, kind: String,
        connections: Int, _ traffic: RepeatedRequest
    ) throws(BenchFailure) -> Row {
        let client = try LoadClient<Frames, RepeatedRequest>(
            port: server.port, connections: connections, traffic: traffic)
        let before = try server.processorMicroseconds()
        let measured = try client.run(seconds: seconds, warmUpSeconds: warmUpSeconds)
        let used = try server.processorMicroseconds() - before
        if let surprise = client.traffic.surprise {
            throw BenchFailure("\(name): \(client.traffic.wrong) answers such as \(surprise)")
        }
        // Processor time covers the warm-up too, so it is spread over those answers as well.
        let share = seconds / (seconds + warmUpSeconds)
        return Row(
            name: name, server: kind, connections: connections, perSecond: measured.perSecond,
            p50Milliseconds: measured.latency.milliseconds(share: 0.5),
            p99Milliseconds: measured.latency.milliseconds(share: 0.99),
            residentMebibytes: Double(try server.residentKibibytes()) / 1_024,
            processorMicroseconds: Double(used) * share / Double(max(1, measured.answers)),
            wrong: client.traffic.wrong)
    }
}
