/// A server under measurement, with a folder of its own, that ends with this process.
protocol BenchServer {
    var port: UInt16 { get }
    var child: Child { get }
}

extension BenchServer {
    /// Waits until `port` answers a connection.
    ///
    /// - Throws: `BenchFailure` after 10 seconds.
    static func waitForPort(_ port: UInt16) throws(BenchFailure) {
        for _ in 0..<1_000 {
            if (try? Socket(port: port)) != nil { return }
            Child.pause(milliseconds: 10)
        }
        throw BenchFailure("nobody listens on port \(port)")
    }
}
