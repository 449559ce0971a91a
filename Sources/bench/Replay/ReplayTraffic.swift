/// Sells, takes back and writes off, one job at a time on each connection.
///
/// A sale is three requests: reserve all, commit, ship. Where not everything is there, what is
/// there is reserved instead (`mode: partial`), so that the last unit is sold. A write-off of more
/// than the shelf holds takes what the shelf holds; both are counted.
struct ReplayTraffic: Traffic {
    private enum Step {
        case reserve, reservePart, commit(String), ship(String), adjust, look, adjustPart
    }

    private struct Task {
        let job: Int
        var step: Step
        var lines: [(item: Int, units: Int)]
    }

    private let jobs: [ReplayJob]
    private let numbers: [String: Int]
    private let requests: ReplayRequests
    private var schedule: ReplaySchedule
    private var tasks: [Task?]
    private(set) var books: ReplayBooks
    private(set) var requestsSent = 0
    private(set) var jobsDone = 0

    /// The first answer that has no place in a replay; nothing is asked after it.
    private(set) var failure: String?

    init(_ file: RetailFile, jobs: [ReplayJob], opening: [Int], key: String, connections: Int) {
        self.jobs = jobs
        numbers = file.numbers
        requests = ReplayRequests(items: file.items, key: key)
        schedule = ReplaySchedule(jobs, items: file.items.count)
        tasks = [Task?](repeating: nil, count: connections)
        books = ReplayBooks(opening: opening)
    }

    mutating func ask(on connection: Int, into bytes: inout [UInt8]) -> Bool {
        guard failure == nil else { return false }
        if tasks[connection] == nil {
            guard let number = schedule.next() else { return false }
            let job = jobs[number]
            tasks[connection] = Task(
                job: number, step: job.kind == .sale ? .reserve : .adjust, lines: job.lines)
        }
        guard let task = tasks[connection] else { return false }
        requestsSent += 1
        bytes += request(task)
        return true
    }

    private func request(_ task: Task) -> [UInt8] {
        let job = jobs[task.job]
        let name = "replay-\(task.job)"
        switch task.step {
        case .reserve:
            return requests.reservation(job, name: name, isPartial: false)
        case .reservePart:
            return requests.reservation(job, name: name + "-part", isPartial: true)
        case .commit(let identifier):
            return requests.commit(identifier, invoice: job.invoice, name: name + "-commit")
        case .ship(let identifier):
            return requests.ship(identifier, name: name + "-ship")
        case .look:
            return requests.stock(Set(task.lines.map(\.item)).sorted())
        case .adjust, .adjustPart:
            var isPart = false
            if case .adjustPart = task.step { isPart = true }
            return requests.adjustment(
                task.lines, takesAway: job.kind == .writtenOff, reason: job.reason,
                reference: job.invoice, name: isPart ? name + "-part" : name)
        }
    }

    mutating func heard(on connection: Int, status: Int, body: Span<UInt8>) {
        guard var task = tasks[connection] else { return }
        let bytes = body.indices.map { body[$0] }
        do {
            let isDone = try advance(&task, status: status, body: bytes)
            tasks[connection] = isDone ? nil : task
            guard isDone else { return }
            jobsDone += 1
            schedule.finish(task.job)
        } catch {
            let text = String(decoding: bytes.prefix(500), as: UTF8.self)
            failure = failure ?? "invoice \(jobs[task.job].invoice): \(error); \(status) \(text)"
        }
    }

    /// Takes one answer; true if the job is at its end.
    private mutating func advance(
        _ task: inout Task, status: Int, body: [UInt8]
    ) throws -> Bool {
        switch (task.step, status) {
        case (.reserve, 201), (.reservePart, 201):
            task.step = .commit(try ReplayAnswers.identifier(body))
            return false
        case (.reserve, 409):
            try countRefusal(body)
            task.step = .reservePart
            return false
        case (.reservePart, 409):
            books.emptyReservations += 1
            books.unitsNotSold += task.lines.reduce(0) { $0 + $1.units }
            return true
        case (.commit(let identifier), 200):
            task.step = .ship(identifier)
            return false
        case (.ship, 200):
            try bookSale(task, body)
            return true
        case (.adjust, 201), (.adjustPart, 201):
            bookAdjustment(task)
            return true
        case (.adjust, 409) where jobs[task.job].kind == .writtenOff:
            task.step = .look
            return false
        case (.look, 200):
            return try clamp(&task, body)
        case (.reserve, _), (.reservePart, _), (.commit, _), (.ship, _), (.adjust, _),
            (.adjustPart, _), (.look, _):
            throw BenchFailure("unexpected answer")
        }
    }

    private mutating func countRefusal(_ body: [UInt8]) throws {
        let refusal = try ReplayAnswers.refusal(body)
        guard refusal.code == "insufficient_stock", !refusal.lines.isEmpty else {
            throw BenchFailure("a refusal without reasons")
        }
        books.refusedReservations += 1
        for code in refusal.lines { books.refusals[code, default: 0] += 1 }
    }

    private mutating func bookSale(_ task: Task, _ body: [UInt8]) throws {
        var sold = 0
        for line in try ReplayAnswers.shipped(body) {
            guard let item = numbers[line.sku] else { throw BenchFailure("sold \(line.sku)") }
            books.shipped[item] += line.units
            sold += line.units
        }
        let missing = task.lines.reduce(0) { $0 + $1.units } - sold
        guard missing >= 0 else { throw BenchFailure("more was shipped than asked for") }
        books.unitsNotSold += missing
        if missing > 0 { books.partialReservations += 1 }
    }

    private mutating func bookAdjustment(_ task: Task) {
        for line in task.lines {
            switch jobs[task.job].kind {
            case .returned: books.returned[line.item] += line.units
            case .found: books.found[line.item] += line.units
            case .writtenOff: books.writtenOff[line.item] += line.units
            case .sale, .service, .bookkeeping: break
            }
        }
    }

    /// Lowers each line of a write-off to what is there. True if nothing is left of it.
    private mutating func clamp(_ task: inout Task, _ body: [UInt8]) throws -> Bool {
        var left: [Int: Int] = [:]
        for level in try ReplayAnswers.levels(body) {
            if let item = numbers[level.sku] { left[item] = level.onHand }
        }
        books.clampedWriteOffs += 1
        for index in task.lines.indices {
            let (item, units) = task.lines[index]
            let taken = min(units, left[item] ?? 0)
            left[item] = (left[item] ?? 0) - taken
            books.unitsNotWrittenOff += units - taken
            task.lines[index].units = taken
        }
        task.lines.removeAll { $0.units == 0 }
        task.step = .adjustPart
        return task.lines.isEmpty
    }
}
