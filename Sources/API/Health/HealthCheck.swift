internal import Domain
internal import JSON
internal import Store

/// One invariant, and where it does not hold.
struct HealthCheck: Equatable, Sendable {
    /// What is wrong in one place.
    enum Finding: Equatable, Sendable {
        case quantity(Difference)
        /// A paid line's own numbers.
        case line(LineCheck.Unbalanced)
        /// The log's position after which an entry is missing.
        case gap(Int64)

        var item: ID<Item>? {
            switch self {
            case .quantity(let difference): difference.item
            case .line, .gap: nil
            }
        }
    }

    let name: String
    let findings: [Finding]
    /// What a person may do where it does not hold.
    let advice: String

    var isOK: Bool { findings.isEmpty }

    /// Findings that an answer names; `count` has all of them.
    private static let findingMaximum = 1_000

    func write(to writer: inout JSONWriter, names: NameBook) {
        writer.object { writer in
            writer.field("name", name)
            writer.field("ok", isOK)
            writer.field("count", findings.count)
            writer.field("differences") { writer in
                writer.array { writer in
                    for one in findings.prefix(Self.findingMaximum) {
                        Self.write(one, to: &writer, names: names)
                    }
                }
            }
        }
    }

    private static func write(
        _ finding: Finding, to writer: inout JSONWriter, names: NameBook
    ) {
        writer.object { writer in
            switch finding {
            case .quantity(let difference):
                writer.field("sku", names.sku(of: difference.item))
                writer.field("location", names.code(of: difference.location))
                writer.field("quantity", difference.quantity)
                writer.field("expected", difference.expected)
                writer.field("actual", difference.actual)
            case .line(let line):
                writer.field("reservation_id", line.reservation.text)
                writer.field("line", line.line)
            case .gap(let position):
                writer.field("after_position", position)
            }
        }
    }
}
