/// The workloads over HTTP, each on a fresh server, beside the server it is compared with.
struct HTTPWorkloads {
    /// One way to reserve one unit.
    private struct Reservation {
        let name: String
        let connections: Int
        let items: Int
        let picker: Picker
        var isKeyed = true
        /// Whether it is one of those whose goals name a service in Node.
        var isBesideNode = false
        var goal: Double?
        var floor: Double?
    }

    private static let unitsPerItem = 1_000_000_000
    let run: Run
    let program: String
    let folder: String

    /// Measures each workload whose name contains `filter`, and hands each row to `report` as
    /// soon as it is there.
    ///
    /// - Throws: `BenchFailure` for the first workload that cannot be measured.
    func all(matching filter: String, report: (Row) -> Void) throws(BenchFailure) {
        let reservations = Self.reservations.filter { $0.name.contains(filter) }
        if reservations.contains(where: \.isBesideNode) { try NodeFront.check() }
        for work in reservations { try reserve(work, report) }
        for items in [1, 10] where Self.availabilityName(items).contains(filter) {
            try availability(items: items, report)
        }
        if "idle".contains(filter) { report(try idle()) }
    }

    private static var reservations: [Reservation] {
        let uniform = Picker.uniform(10_000)
        return [
            Reservation(
                name: "reserve hot, keyed", connections: 64, items: 1, picker: .hot,
                isBesideNode: true, goal: 40_000, floor: 20_000),
            Reservation(
                name: "reserve hot, no key", connections: 64, items: 1, picker: .hot,
                isKeyed: false),
            Reservation(
                name: "reserve hot, keyed", connections: 256, items: 1, picker: .hot),
            Reservation(
                name: "reserve uniform 10k, keyed", connections: 64, items: 10_000,
                picker: uniform, isBesideNode: true, goal: 30_000),
            Reservation(
                name: "reserve uniform 10k, no key", connections: 64, items: 10_000,
                picker: uniform, isKeyed: false),
            Reservation(
                name: "reserve uniform 10k, keyed", connections: 256, items: 10_000,
                picker: uniform),
            Reservation(
                name: "reserve zipf 100k, keyed", connections: 64, items: 100_000,
                picker: .zipf(100_000)),
        ]
    }

    private func reserve(_ work: Reservation, _ report: (Row) -> Void) throws(BenchFailure) {
        let comparisons = try rivals(work, report)
        let server = try Holdfast(program: program, folder: folder + "/holdfast")
        defer { finish(server) }
        try server.stock(items: work.items, units: Self.unitsPerItem)
        var row = try measure(work, server, kind: "holdfast")
        row.comparisons = comparisons
        row.goal = work.goal
        row.floor = work.floor
        report(row)
    }

    /// Measures the servers that do the same work, one after the other.
    private func rivals(
        _ work: Reservation, _ report: (Row) -> Void
    ) throws(BenchFailure) -> [Comparison] {
        let direct = try redis(work)
        report(direct)
        guard work.isBesideNode else { return [Comparison(to: direct)] }
        let front = try nodeOverRedis(work)
        report(front)
        let map = try nodeMap(work)
        report(map)
        return [
            Comparison(to: direct), Comparison(to: front, goal: 3, floor: 1.5),
            Comparison(to: map, goal: 2),
        ]
    }

    /// Asks `server`, which is Holdfast or answers as it does, over HTTP.
    private func measure(
        _ work: Reservation, _ server: some BenchServer, kind: String
    ) throws(BenchFailure) -> Row {
        let template = RequestTemplate(
            method: "POST", target: "/v1/reservations", key: Holdfast.secretKey,
            idempotencyKey: work.isKeyed ? "bench-{key}" : nil,
            body: #"{"lines":[{"sku":"ITEM-{item}","quantity":1}]}"#)
        return try run.measure(
            work.name, server, as: HTTPFraming.self, kind: kind, connections: work.connections,
            RepeatedRequest(template, picker: work.picker, expected: 201))
    }

    private func nodeOverRedis(_ work: Reservation) throws(BenchFailure) -> Row {
        let redis = try Redis(
            folder: folder + "/redis", items: work.items, units: Self.unitsPerItem)
        let server = try NodeFront(folder: folder + "/node", over: redis)
        defer { finish(server) }
        return try measure(work, server, kind: "node + redis always")
    }

    private func nodeMap(_ work: Reservation) throws(BenchFailure) -> Row {
        let server = try NodeFront(
            folder: folder + "/node", items: work.items, units: Self.unitsPerItem)
        defer { finish(server) }
        return try measure(work, server, kind: "node map")
    }

    private func redis(_ work: Reservation) throws(BenchFailure) -> Row {
        let server = try Redis(
            folder: folder + "/redis", items: work.items, units: Self.unitsPerItem)
        defer { finish(server) }
        return try run.measure(
            work.name, server, as: RedisFraming.self, kind: "redis always",
            connections: work.connections,
            RepeatedRequest(server.reservation, picker: work.picker, expected: 1))
    }

    private static func availabilityName(_ items: Int) -> String { "availability of \(items)" }

    private func availability(items: Int, _ report: (Row) -> Void) throws(BenchFailure) {
        let server = try Holdfast(program: program, folder: folder + "/holdfast")
        defer { finish(server) }
        try server.stock(items: 10_000, units: 100)
        let query = Array(repeating: "sku=ITEM-{item}", count: items).joined(separator: "&")
        let template = RequestTemplate(
            method: "GET", target: "/v1/stock?\(query)", key: Holdfast.publishableKey,
            idempotencyKey: nil, body: "")
        var picker = Picker.uniform(10_000)
        var request: [UInt8] = []
        template.append(to: &request, key: 0, picker: &picker)
        let answer = try Sending.one(
            request, to: server.port, as: HTTPFraming.self, expected: [200])
        let theirs = try nginx(template, items: items, bodyBytes: answer.count)
        report(theirs)
        var row = try run.measure(
            Self.availabilityName(items), server, as: HTTPFraming.self, kind: "holdfast",
            connections: 64, RepeatedRequest(template, picker: picker, expected: 200))
        row.comparisons = [Comparison(to: theirs, goal: items == 1 ? 0.9 : nil)]
        row.goal = items == 1 ? nil : 60_000
        report(row)
    }

    private func nginx(
        _ template: RequestTemplate, items: Int, bodyBytes: Int
    ) throws(BenchFailure) -> Row {
        let server = try Nginx(folder: folder + "/nginx", bodyBytes: bodyBytes)
        defer { finish(server) }
        return try run.measure(
            Self.availabilityName(items), server, as: HTTPFraming.self, kind: "nginx static",
            connections: 64,
            RepeatedRequest(template, picker: .uniform(10_000), expected: 200))
    }

    /// A server that nobody asks anything; only its memory is of interest.
    private func idle() throws(BenchFailure) -> Row {
        let server = try Holdfast(program: program, folder: folder + "/holdfast")
        defer { finish(server) }
        Child.pause(milliseconds: 1_000)
        let resident = Double(try server.child.residentKibibytes()) / 1_024
        return Row(
            name: "idle", server: "holdfast", connections: 0, perSecond: 0, p50Milliseconds: 0,
            p99Milliseconds: 0, residentMebibytes: resident, processorMicroseconds: 0, wrong: 0,
            startMilliseconds: server.startMilliseconds)
    }

    /// The next server empties its own folder; the others' may still be in use.
    private func finish(_ server: some BenchServer) { server.stop() }
}
