internal import Domain
internal import JSON

/// The body of `POST /v1/tenants`.
struct TenantBody {
    let name: String
    let plan: Plan

    init(_ reader: inout JSONReader) throws {
        var title: String?
        var plan = Plan.premium
        try reader.object { reader, name in
            switch name {
            case "name": title = try reader.name(1...200)
            case "plan": plan = try reader.optional { try $0.word(Plan.init(rawValue:)) } ?? plan
            case _: return false
            }
            return true
        }
        name = try reader.required(title, "name")
        self.plan = plan
    }
}
