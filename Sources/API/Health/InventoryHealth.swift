internal import Domain
internal import HTTP
internal import JSON
internal import Store

/// Whether a tenant's books balance, and how its reservations fare.
struct InventoryHealth: Sendable {
    /// One invariant, and where it does not hold.
    struct Check: Equatable, Sendable {
        let name: String
        let differences: [Difference]

        var isOK: Bool { differences.isEmpty }
    }

    let checks: [Check]
    let reservations: HealthQueries.ReservationCounts
    /// How many attempts to reserve of the last hour were refused, 0 to 1.
    let failureRate: Double

    var isOK: Bool { checks.allSatisfy(\.isOK) }

    init(failureRate: Double, _ context: ReadContext) throws {
        let (tenant, snapshot, now) = (context.tenant, context.snapshot, context.now)
        let differences = try Recount.differences(of: tenant, in: snapshot)
        checks =
            [
                Check(
                    name: "never_oversold",
                    differences: try HealthQueries.unsoundLevels(of: tenant, in: snapshot))
            ] + Self.checks(differences)
        reservations = try HealthQueries.reservations(of: tenant, now: now, in: snapshot)
        self.failureRate = failureRate
    }

    /// Sorts what a recount found by the invariant that it breaks.
    static func checks(_ differences: [Difference]) -> [Check] {
        let reserved = differences.filter { $0.quantity == "reserved" }
        let committed = differences.filter { $0.quantity == "committed" }
        let others = differences.filter { !["reserved", "committed"].contains($0.quantity) }
        return [
            Check(name: "movements_sum_to_levels", differences: others),
            Check(name: "reservations_sum_to_reserved", differences: reserved),
            Check(name: "paid_lines_sum_to_committed", differences: committed),
        ]
    }

    /// What a person may do about it.
    var recommendations: [String] {
        var advice: [String] = []
        if !isOK {
            advice.append(
                "Look at what POST /v1/inventory/repairs with dry_run would book, and book it.")
        }
        if reservations.notYetBooked > Self.backlogMaximum {
            advice.append("Expiries are booked late: is the sweep switched off?")
        }
        return advice
    }

    /// What deserves a look.
    var patterns: [String] {
        failureRate > Self.failureRateMaximum
            ? ["More than half of the attempts to reserve of the last hour were refused."] : []
    }

    private static let backlogMaximum: Int64 = 1_000
    private static let failureRateMaximum = 0.5

    func response(names: NameBook) -> Response {
        var writer = JSONWriter(reservingCapacity: 1_024)
        writer.object { writer in
            writer.field("ok", isOK)
            writer.field("checks") { writer in
                writer.array { writer in
                    for check in checks { Self.write(check, to: &writer, names: names) }
                }
            }
            writer.field("reservations") { writer in
                writer.object { writer in
                    writer.field("active", reservations.active)
                    writer.field("expired", reservations.expired)
                    writer.field("expired_not_yet_booked", reservations.notYetBooked)
                }
            }
            writer.field("failure_rate_last_hour", failureRate)
            writer.field("patterns") { Self.write(patterns, to: &$0) }
            writer.field("recommendations") { Self.write(recommendations, to: &$0) }
        }
        return Response(status: 200, contentType: "application/json", body: writer.bytes)
    }

    private static func write(_ texts: [String], to writer: inout JSONWriter) {
        writer.array { writer in
            for text in texts { writer.element(text) }
        }
    }

    private static func write(_ check: Check, to writer: inout JSONWriter, names: NameBook) {
        writer.object { writer in
            writer.field("name", check.name)
            writer.field("ok", check.isOK)
            writer.field("count", check.differences.count)
            writer.field("differences") { writer in
                writer.array { writer in
                    for one in check.differences.prefix(differenceMaximum) {
                        write(one, to: &writer, names: names)
                    }
                }
            }
        }
    }

    /// Differences that an answer names; `count` has all of them.
    private static let differenceMaximum = 1_000

    private static func write(
        _ difference: Difference, to writer: inout JSONWriter, names: NameBook
    ) {
        writer.object { writer in
            writer.field("sku", names.sku(of: difference.item))
            writer.field("location", names.code(of: difference.location))
            writer.field("quantity", difference.quantity)
            writer.field("expected", difference.expected)
            writer.field("actual", difference.actual)
        }
    }
}
