/// A server under measurement, with a folder of its own, that ends with this process.
protocol BenchServer {
    var port: UInt16 { get }
    var child: Child { get }

    /// All that serves one request, the process that is asked first.
    var processes: [Child] { get }
}

extension BenchServer {
    var processes: [Child] { [child] }

    /// What all its processes keep in memory now, in KiB.
    func residentKibibytes() throws(BenchFailure) -> Int {
        var total = 0
        for process in processes { total += try process.residentKibibytes() }
        return total
    }

    /// Processor time that all its processes have used, in microseconds.
    func processorMicroseconds() throws(BenchFailure) -> Int {
        var total = 0
        for process in processes { total += try process.processorMicroseconds() }
        return total
    }

    /// Ends its processes, the one that is asked first before those that it asks.
    func stop() {
        for process in processes { process.stop() }
    }

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
