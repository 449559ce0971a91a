internal import Domain
internal import JSON
internal import Store

/// What the old doors answer: camel case, and `success` in front.
enum DoorJSON {
    static func answer(
        to outcome: Outcome, aliases: [String: String], names: some Names
    ) -> Answer {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("success", true)
            switch outcome {
            case .reservation(let reservation, _):
                writer.field("expiresAt", reservation.expiresAt)
                writer.field("reservations") { writer in
                    writer.array { writer in
                        for line in reservation.lines where line.quantity > 0 {
                            let sku = names.sku(of: line.item)
                            writer.object { writer in
                                writer.field("productId", DoorItems.name(of: sku, aliases))
                                writer.field("quantity", line.quantity)
                                writer.field("expiresAt", reservation.expiresAt)
                            }
                        }
                    }
                }
            case .sessionReleased(let units): writer.field("released", units)
            case .adjusted, .transferred, .item, .itemDeleted, .location, .settings, .policies,
                .tenant, .key, .keyDeleted, .repaired, .swept, .clockMoved:
                break
            }
        }
        return Answer(status: 200, body: writer.bytes)
    }

    static func answer(to rejection: Rejection, aliases: [String: String]) -> Answer {
        let problem = Problem(rejection)
        guard case .insufficientStock(let lines) = rejection else {
            return Answer(status: problem.status, body: problem.doorBody)
        }
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("success", false)
            writer.field("error", problem.code.rawValue)
            writer.field("unavailableItems") { writer in
                writer.array { writer in
                    for line in lines {
                        writer.object { writer in
                            writer.field("productId", DoorItems.name(of: line.sku, aliases))
                            writer.field("requested", line.requested ?? 0)
                            writer.field("available", line.available ?? 0)
                        }
                    }
                }
            }
        }
        return Answer(status: problem.status, body: writer.bytes)
    }
}
