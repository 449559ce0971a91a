import Domain
import JSON
import Platform
import Store

/// `holdfast verify`: recounts every promise while no server runs, prints JSON, and exits 0 when
/// nothing differs, else 1.
struct Verify {
    let configuration: Configuration

    init(_ configuration: Configuration) {
        self.configuration = configuration
    }

    func run() {
        let database = Database.open(configuration, mustExist: true)
        do {
            let report = try report(database)
            Output.line(String(decoding: report.json, as: UTF8.self))
            try database.close()
            if !report.isOK { ExitCode.difference.end() }
        } catch {
            Database.end(error)
        }
    }

    private func report(_ database: Database) throws -> (json: [UInt8], isOK: Bool) {
        let residents = try database.store.residents()
        let tenants = residents.shops.keys.sorted()
        var checks = Checks()
        for problem in try database.integrityProblems() {
            checks.add("file_is_sound", Finding(detail: problem))
        }
        let reader = try database.makeReader(1)
        for tenant in tenants {
            let known = checks
            checks = try reader.read(of: tenant) { snapshot in
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
        return (json.bytes, checks.isOK)
    }
}

/// One thing that is wrong, and where.
private struct Finding: Sendable {
    var sku: String?
    var location: String?
    var difference: Difference?
    var detail: String?

    init(detail: String) {
        self.detail = detail
    }

    init(_ difference: Difference, in shop: Shop?) {
        sku = shop?.sku(of: difference.item) ?? "\(difference.item.rawValue)"
        location = shop?.code(of: difference.location) ?? "\(difference.location.rawValue)"
        self.difference = difference
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            if let detail { json.field("detail", detail) }
            guard let difference else { return }
            json.field("sku", sku)
            json.field("location", location)
            json.field("quantity", difference.quantity)
            json.field("expected", difference.expected)
            json.field("actual", difference.actual)
            json.field("ledger", difference.ledger)
        }
    }
}

/// What was found wrong, by the promise that it breaks.
private struct Checks: Sendable {
    private static let names = [
        "file_is_sound", "never_oversold", "movements_sum_to_levels",
        "reservations_sum_to_reserved", "paid_lines_sum_to_committed", "paid_lines_balance",
        "log_has_no_gaps",
    ]

    /// Findings that are printed of one check; all are counted.
    private static let printedMaximum = 100

    private var found: [String: [Finding]] = [:]
    private(set) var active: Int64 = 0
    private(set) var notYetBooked: Int64 = 0

    var isOK: Bool { found.isEmpty }

    mutating func add(_ check: String, _ finding: Finding) {
        found[check, default: []].append(finding)
    }

    mutating func run(
        _ shop: Shop?, _ tenant: ID<Tenant>, _ snapshot: any Snapshot, _ now: Timestamp
    ) throws(StoreError) {
        for difference in try Recount.differences(of: tenant, in: snapshot) {
            add(Self.check(difference), Finding(difference, in: shop))
        }
        for difference in try HealthQueries.unsoundLevels(of: tenant, in: snapshot) {
            add("never_oversold", Finding(difference, in: shop))
        }
        for one in try LineCheck.unbalanced(of: tenant, in: snapshot) {
            let place = "line \(one.line) of reservation \(one.reservation.rawValue)"
            add("paid_lines_balance", Finding(detail: place))
        }
        for gap in try LogCheck.gaps(of: tenant, in: snapshot) {
            add("log_has_no_gaps", Finding(detail: "after position \(gap)"))
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

    func write(to json: inout JSONWriter) {
        json.array { json in
            for name in Self.names {
                json.object { json in
                    json.field("name", name)
                    json.field("ok", found[name] == nil)
                    json.field("count", Int64(found[name]?.count ?? 0))
                    json.field("differences") { json in
                        json.array { json in
                            for finding in (found[name] ?? []).prefix(Self.printedMaximum) {
                                finding.write(to: &json)
                            }
                        }
                    }
                }
            }
        }
    }
}
