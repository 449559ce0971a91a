import Domain
import JSON
import Platform
import SQLiteStore
import Store

/// `holdfast verify`: recounts every promise while no server runs, prints JSON, and exits 0 when
/// nothing differs, else 1.
struct Verify {
    let configuration: Configuration

    init(_ configuration: Configuration) {
        self.configuration = configuration
    }

    func run() {
        let store = Database.open(configuration)
        do {
            let report = try report(store)
            Output.line(String(decoding: report.json.bytes, as: UTF8.self))
            try store.close()
            if !report.isOK { ExitCode.difference.end() }
        } catch {
            Database.end(error)
        }
    }

    private func report(_ store: SQLiteStore) throws -> (json: JSONWriter, isOK: Bool) {
        let residents = try store.residents()
        let tenants = residents.shops.keys.sorted()
        var checks = Checks()
        for problem in try store.integrityProblems() { checks.add("file_is_sound", problem) }
        let reader = try store.makeReader(connections: 1)
        for tenant in tenants {
            let known = checks
            checks = try reader.read { snapshot in
                var checks = known
                try checks.run(residents.shops[tenant], tenant, snapshot, residents.clockMark)
                return checks
            }
        }
        var json = JSONWriter()
        json.object { json in
            json.field("ok", checks.isOK)
            json.field("checks") { checks.write(to: &$0) }
            json.field("tenants", Int64(tenants.count))
            json.field("reservations") { json in
                json.object { json in
                    json.field("active", checks.active)
                    json.field("expired_not_yet_booked", checks.notYetBooked)
                }
            }
        }
        return (json, checks.isOK)
    }
}

/// What was found wrong, by the promise that it breaks.
private struct Checks: Sendable {
    private static let names = [
        "file_is_sound", "never_oversold", "movements_sum_to_levels",
        "reservations_sum_to_reserved", "paid_lines_sum_to_committed", "log_has_no_gaps",
    ]

    private var found: [String: [String]] = [:]
    private(set) var active: Int64 = 0
    private(set) var notYetBooked: Int64 = 0

    var isOK: Bool { found.isEmpty }

    mutating func add(_ check: String, _ problem: String) {
        found[check, default: []].append(problem)
    }

    mutating func run(
        _ shop: Shop?, _ tenant: ID<Tenant>, _ snapshot: any Snapshot, _ now: Timestamp
    ) throws(StoreError) {
        for difference in try Recount.differences(of: tenant, in: snapshot) {
            add(Self.check(difference), Self.words(difference, shop))
        }
        for difference in try HealthQueries.unsoundLevels(of: tenant, in: snapshot) {
            add("never_oversold", Self.words(difference, shop))
        }
        for gap in try LogCheck.gaps(of: tenant, in: snapshot) {
            add("log_has_no_gaps", "after position \(gap)")
        }
        let counts = try HealthQueries.reservations(of: tenant, now: now, in: snapshot)
        active += counts.active
        notYetBooked += counts.notYetBooked
    }

    private static func check(_ difference: Difference) -> String {
        switch difference.quantity {
        case "reserved": "reservations_sum_to_reserved"
        case "committed": "paid_lines_sum_to_committed"
        default: "movements_sum_to_levels"
        }
    }

    private static func words(_ difference: Difference, _ shop: Shop?) -> String {
        let sku = shop?.sku(of: difference.item) ?? "\(difference.item.rawValue)"
        let location = shop?.code(of: difference.location) ?? "\(difference.location.rawValue)"
        return "\(sku) at \(location), \(difference.quantity): expected \(difference.expected),"
            + " actual \(difference.actual), ledger \(difference.ledger)"
    }

    func write(to json: inout JSONWriter) {
        json.array { json in
            for name in Self.names {
                json.object { json in
                    json.field("name", name)
                    json.field("ok", found[name] == nil)
                    json.field("count", Int64(found[name]?.count ?? 0))
                    json.field("differences") { json in
                        json.array { json in
                            for problem in (found[name] ?? []).prefix(100) {
                                json.element(problem)
                            }
                        }
                    }
                }
            }
        }
    }
}
