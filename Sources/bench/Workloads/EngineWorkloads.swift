internal import SQLiteStore

/// The engine and its store within this process, without HTTP: 64 reservations in flight, with
/// the event log, the keys and the answers to replay written as always.
struct EngineWorkloads {
    private static let inFlight = 64
    private static let unitsPerItem: Int64 = 1_000_000_000

    private struct Work {
        let name: String
        let items: Int
        let picker: Picker
        let goal: Double
    }

    let run: Run
    let folder: String

    /// Measures each workload whose name contains `filter`, and hands each row to `report` as
    /// soon as it is there.
    ///
    /// - Throws: `BenchFailure` for the first workload that cannot be measured.
    func all(matching filter: String, report: (Row) -> Void) throws(BenchFailure) {
        let works = [
            Work(name: "engine hot", items: 1, picker: .hot, goal: 80_000),
            Work(
                name: "engine uniform 10k", items: 10_000, picker: .uniform(10_000),
                goal: 50_000),
            Work(
                name: "engine zipf 100k", items: 100_000, picker: .zipf(100_000), goal: 40_000),
        ]
        for work in works where work.name.contains(filter) { report(try measure(work)) }
    }

    private func measure(_ work: Work) throws(BenchFailure) -> Row {
        let folder = folder + "/engine"
        try Files.makeFolder(folder)
        let store = try Self.open(folder)
        var shop = try ShopBuilder(store)
        try shop.add(items: work.items, units: Self.unitsPerItem, to: store)
        let load = try EngineLoad(
            store, tenant: shop.tenant, items: work.items, picker: work.picker,
            inFlight: Self.inFlight)
        let before = try Child.processorMicroseconds(of: "self")
        let measured = try load.run(seconds: run.seconds, warmUpSeconds: run.warmUpSeconds)
        let used = Double(try Child.processorMicroseconds(of: "self") - before)
        // Processor time covers the warm-up too, so it is spread over those answers as well.
        let share = run.seconds / (run.seconds + run.warmUpSeconds)
        return Row(
            name: work.name, server: "engine", connections: Self.inFlight,
            perSecond: measured.perSecond,
            p50Milliseconds: measured.latency.milliseconds(share: 0.5),
            p99Milliseconds: measured.latency.milliseconds(share: 0.99),
            residentMebibytes: Double(try Child.residentKibibytes(of: "self")) / 1_024,
            processorMicroseconds: used * share / Double(max(1, measured.latency.total)),
            wrong: 0, goal: work.goal)
    }

    /// - Throws: `BenchFailure` if there can be no store.
    static func open(_ folder: String) throws(BenchFailure) -> sending SQLiteStore {
        do {
            return try SQLiteStore(directory: folder)
        } catch {
            throw BenchFailure("no store in \(folder): \(error)")
        }
    }
}
