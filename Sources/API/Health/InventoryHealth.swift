internal import Domain
internal import HTTP
internal import JSON
internal import Store

/// Whether a tenant's books balance, and how its reservations fare.
struct InventoryHealth: Sendable {
    let checks: [HealthCheck]
    let reservations: HealthQueries.ReservationCounts
    /// How many attempts to reserve of the last hour were refused, 0 to 1.
    let failureRate: Double

    var isOK: Bool { checks.allSatisfy(\.isOK) }

    /// The items that the findings speak of.
    var items: [ID<Item>] { checks.flatMap { $0.findings.compactMap(\.item) } }

    init(failureRate: Double, _ context: ReadContext) throws {
        let (tenant, snapshot) = (context.tenant, context.snapshot)
        let oversold = try HealthQueries.unsoundLevels(of: tenant, in: snapshot)
        let lines = try LineCheck.unbalanced(of: tenant, in: snapshot)
        let gaps = try LogCheck.gaps(of: tenant, in: snapshot)
        checks =
            [
                HealthCheck(
                    name: "never_oversold", findings: oversold.map { .quantity($0) },
                    advice: Advice.oversold)
            ] + Self.checks(try Recount.differences(of: tenant, in: snapshot)) + [
                HealthCheck(
                    name: "paid_lines_balance", findings: lines.map { .line($0) },
                    advice: Advice.line),
                HealthCheck(
                    name: "log_has_no_gaps", findings: gaps.map { .gap($0) },
                    advice: Advice.gap),
            ]
        reservations = try HealthQueries.reservations(
            of: tenant, now: context.now, in: snapshot)
        self.failureRate = failureRate
    }

    /// Sorts what a recount found by the invariant that it breaks. A repair mends all of these.
    static func checks(_ differences: [Difference]) -> [HealthCheck] {
        func check(_ name: String, _ isMeant: (String) -> Bool) -> HealthCheck {
            let meant = differences.filter { isMeant($0.quantity) }
            return HealthCheck(
                name: name, findings: meant.map { .quantity($0) }, advice: Advice.repair)
        }
        return [
            check("movements_sum_to_levels") { !["reserved", "committed"].contains($0) },
            check("reservations_sum_to_reserved") { $0 == "reserved" },
            check("paid_lines_sum_to_committed") { $0 == "committed" },
        ]
    }

    /// What a repair can mend, and what only a person can.
    private enum Advice {
        static let repair =
            "Look at what POST /v1/inventory/repairs with dry_run would book, and book it."
        static let oversold =
            "More is promised than is there, and no repair says who goes without: count these"
            + " items, then adjust or cancel."
        static let line =
            "The units of a paid line do not add up, and no repair knows which number is right:"
            + " compare the reservation with its order and a backup."
        static let gap =
            "Entries of the event log are missing, and no repair brings them back: let what"
            + " follows the log read everything anew, or restore a backup."
    }

    /// What a person may do about it.
    var recommendations: [String] {
        var advice: [String] = []
        for check in checks where !check.isOK && !advice.contains(check.advice) {
            advice.append(check.advice)
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
                    for check in checks { check.write(to: &writer, names: names) }
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
}
