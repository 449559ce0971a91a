/// Hands out jobs in the order of time, each as soon as those that it must wait for have ended.
struct ReplaySchedule {
    private var waitsFor: [Int]
    private var followers: [[Int]]
    private var ready: [Int] = []

    init(_ jobs: [ReplayJob], items: Int) {
        waitsFor = [Int](repeating: 0, count: jobs.count)
        followers = [[Int]](repeating: [], count: jobs.count)
        var barrier = [Int?](repeating: nil, count: items)
        var sales = [[Int]](repeating: [], count: items)
        for (number, job) in jobs.enumerated() {
            for (item, _) in job.lines {
                if let barrier = barrier[item] { wait(number, for: barrier) }
                guard job.isBarrier else {
                    if sales[item].last != number { sales[item].append(number) }
                    continue
                }
                for sale in sales[item] { wait(number, for: sale) }
                sales[item].removeAll()
                barrier[item] = number
            }
        }
        for number in jobs.indices where waitsFor[number] == 0 { push(number) }
    }

    private mutating func wait(_ number: Int, for earlier: Int) {
        guard earlier != number, followers[earlier].last != number else { return }
        followers[earlier].append(number)
        waitsFor[number] += 1
    }

    /// The earliest job that may begin now.
    mutating func next() -> Int? {
        guard let first = ready.first else { return nil }
        let last = ready.removeLast()
        if !ready.isEmpty {
            ready[0] = last
            sink()
        }
        return first
    }

    mutating func finish(_ number: Int) {
        for follower in followers[number] {
            waitsFor[follower] -= 1
            if waitsFor[follower] == 0 { push(follower) }
        }
    }

    /// `ready` is a binary heap: no job is earlier than the one at half its index.
    private mutating func push(_ number: Int) {
        ready.append(number)
        var child = ready.count - 1
        while child > 0, ready[child] < ready[(child - 1) / 2] {
            ready.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var smallest = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < ready.count {
                if ready[child] < ready[smallest] { smallest = child }
            }
            guard smallest != parent else { return }
            ready.swapAt(parent, smallest)
            parent = smallest
        }
    }
}
