internal import SQLiteStore

/// How long the server takes to come back over a large database, and what it then keeps in
/// memory.
struct StartWorkload {
    private static let name = "start, 1M items, open, keys"
    private static let items = 1_000_000
    private static let goalMilliseconds = 2_000

    let program: String
    let folder: String

    /// Measures it where its name contains `filter`. Preparing takes longer than measuring.
    ///
    /// - Throws: `BenchFailure` if it cannot be measured.
    func all(matching filter: String, report: (Row) -> Void) throws(BenchFailure) {
        guard Self.name.contains(filter) else { return }
        let folder = folder + "/start"
        try Files.makeFolder(folder)
        try prepare(folder)
        let server = try Holdfast(program: program, over: folder)
        defer { server.child.stop() }
        Child.pause(milliseconds: 500)
        let resident = Double(try server.child.residentKibibytes()) / 1_024
        report(
            Row(
                name: Self.name, server: "holdfast", connections: 0, perSecond: 0,
                p50Milliseconds: 0, p99Milliseconds: 0, residentMebibytes: resident,
                processorMicroseconds: 0, wrong: 0,
                startMilliseconds: server.startMilliseconds, startGoal: Self.goalMilliseconds))
    }

    private func prepare(_ folder: String) throws(BenchFailure) {
        let store = try EngineWorkloads.open(folder)
        var shop = try ShopBuilder(store)
        try shop.add(items: Self.items, units: 100, isReserved: true, to: store)
        do {
            try store.close()
        } catch {
            throw BenchFailure("the store cannot be closed: \(error)")
        }
    }
}
