internal import Domain
internal import JSON

/// The body of `POST /v1/reservations/{id}/commit`.
struct CommitBody {
    var order: String?
    var deduction: Deduction?

    init(_ reader: inout JSONReader) throws {
        try reader.object { reader, name in
            switch name {
            case "order_id": order = try reader.optional { try $0.name(1...200) }
            case "deduct":
                deduction = try reader.optional { try $0.word(Deduction.init(rawValue:)) }
            case _: return false
            }
            return true
        }
    }
}
