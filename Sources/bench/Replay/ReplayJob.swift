/// A run of lines that go to the server together: of one invoice, of one kind, at most 200.
struct ReplayJob {
    static let linesMax = 200

    let kind: RetailLine.Kind
    let invoice: String
    let holder: String
    let reason: String
    var lines: [(item: Int, units: Int)] = []

    /// Whether everything that concerns its items must have ended before it begins, and must not
    /// begin before it ends. Sales may race one another; what raises or lowers the count by hand
    /// may not, or else what is sold of a scarce item would depend on who was faster.
    var isBarrier: Bool { kind != .sale }

    /// The jobs of a file, in its order; lines that are not about stock are left out.
    static func all(of file: RetailFile) -> [ReplayJob] {
        var jobs: [ReplayJob] = []
        for line in file.lines {
            guard let item = file.numbers[line.code] else { continue }
            let reason: String
            switch line.kind {
            case .sale: reason = "sold"
            case .returned: reason = "returned"
            case .writtenOff: reason = line.lossReason
            case .found: reason = "found"
            case .service, .bookkeeping: continue
            }
            let continues =
                jobs.last.map {
                    $0.invoice == line.invoice && $0.kind == line.kind && $0.reason == reason
                        && $0.lines.count < linesMax
                } ?? false
            if !continues {
                let name = line.customer.isEmpty ? "guest-\(line.invoice)" : line.customer
                jobs.append(
                    ReplayJob(
                        kind: line.kind, invoice: line.invoice, holder: "customer-\(name)",
                        reason: reason))
            }
            jobs[jobs.count - 1].lines.append((item, abs(line.quantity)))
        }
        return jobs
    }
}
