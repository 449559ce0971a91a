internal import JSON

/// `bench replay`: a year of real sales through the API of a server with an empty database.
struct ReplayCommand {
    private static let connections = 32

    private let file: RetailFile
    private let port: UInt16
    private let key: String
    private let perMille: Int
    private let result: String?

    /// - Throws: `BenchFailure` for wrong options or a file that cannot be read.
    init(_ words: ArraySlice<String>) throws(BenchFailure) {
        let options: Set = ["--csv", "--url", "--key", "--stock-share", "--result"]
        let arguments = try Arguments(words, known: options)
        let url = try arguments.required("--url")
        let prefix = "http://127.0.0.1:"
        guard url.hasPrefix(prefix), let port = UInt16(url.dropFirst(prefix.count)) else {
            throw BenchFailure("--url \(url): expected \(prefix)PORT")
        }
        self.port = port
        key = try arguments.required("--key")
        let share = try arguments.number("--stock-share", default: 1)
        guard share <= 1 else { throw BenchFailure("--stock-share \(share): at most 1") }
        perMille = Int((share * 1_000).rounded())
        result = arguments.text("--result")
        file = try RetailFile(path: try arguments.required("--csv"))
    }

    /// - Throws: `BenchFailure` if an answer has no place in a replay, or the server's counts at
    ///   the end are not what its answers add up to.
    func run() throws {
        let opening = file.need.map { $0 * perMille / 1_000 }
        let jobs = ReplayJob.all(of: file)
        try prepare(opening)
        let client = try LoadClient<HTTPFraming, ReplayTraffic>(
            port: port, connections: Self.connections,
            traffic: ReplayTraffic(
                file, jobs: jobs, opening: opening, key: key, connections: Self.connections))
        let measured = try client.runToEnd()
        if let failure = client.traffic.failure { throw BenchFailure(failure) }
        guard client.traffic.jobsDone == jobs.count else {
            throw BenchFailure("\(jobs.count - client.traffic.jobsDone) jobs were not done")
        }
        var books = client.traffic.books
        let differences = try count(&books)
        let report = ReplayReport(file: file, books: books, perMille: perMille)
        print(report.text(measured, requests: client.traffic.requestsSent, jobs: jobs.count))
        if let result { try Files.write(report.json, to: result) }
        guard differences.isEmpty else {
            throw BenchFailure("\(differences.count) items differ, such as \(differences[0])")
        }
    }

    /// Imports the catalogue and receives the opening stock.
    private func prepare(_ opening: [Int]) throws(BenchFailure) {
        let requests = ReplayRequests(items: file.items, key: key)
        let catalogue = file.items.indices.map { requests.item($0) }
        let measured = try Sending.all(
            catalogue, to: port, as: HTTPFraming.self, expected: [201],
            connections: Self.connections)
        print("catalogue: \(catalogue.count) items, \(Int(measured.perSecond)) per second")
        let lines = opening.enumerated().filter { $0.element > 0 }
            .map { (item: $0.offset, units: $0.element) }
        let receipts = stride(from: 0, to: lines.count, by: 1_000).map { start in
            requests.adjustment(
                Array(lines[start..<min(lines.count, start + 1_000)]), takesAway: false,
                reason: "received", reference: "opening", name: "opening-\(start)")
        }
        try Sending.all(receipts, to: port, as: HTTPFraming.self, expected: [201])
    }

    /// Asks the server for every item's stock, and returns what does not add up.
    private func count(_ books: inout ReplayBooks) throws -> [String] {
        let requests = ReplayRequests(items: file.items, key: key)
        var differences: [String] = []
        var seen = 0
        for start in stride(from: 0, to: file.items.count, by: 200) {
            let numbers = start..<min(file.items.count, start + 200)
            let body = try Sending.one(
                requests.stock(numbers), to: port, as: HTTPFraming.self, expected: [200])
            for level in try ReplayAnswers.levels(body) {
                guard let item = file.numbers[level.sku] else { continue }
                seen += 1
                books.onHand[item] = level.onHand
                let expected = books.expectedOnHand(item)
                if level.onHand != expected || level.reserved != 0 || level.committed != 0 {
                    differences.append("\(level), expected \(expected) on hand and no promise")
                }
            }
        }
        guard seen == file.items.count else { throw BenchFailure("\(seen) items are in stock") }
        return differences
    }
}
