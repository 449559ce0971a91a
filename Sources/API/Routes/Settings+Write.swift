internal import Domain
internal import HTTP

/// The rules of a tenant.
enum SettingsWrite {
    static let routes: [Route] = [
        Route(
            .patch, "/v1/settings", access: .secret(.settingsWrite),
            "Changes settings; null unsets, objects are merged.",
            body: .json(Schemas.settingsEdit),
            answers: [RouteAnswer(200, "The settings.", Schemas.settings)],
            action: .command(edit)),
        Route(
            .put, "/v1/allocations", access: .secret(.settingsWrite),
            "Replaces the allocation policies.", body: .json(Schemas.policies),
            answers: [RouteAnswer(200, "The policies, the most specific first.", Schemas.policies)],
            action: .command(setPolicies)),
    ]

    @Loop
    static func edit(_ context: Context) throws(Problem) -> Order {
        let precondition = try Precondition(context.request)
        let edit = try context.decode { try SettingsEdit(&$0) }
        return Order(.editSettings(edit, precondition))
    }

    @Loop
    static func setPolicies(_ context: Context) throws(Problem) -> Order {
        let precondition = try Precondition(context.request)
        let policies = try context.decode { try PoliciesBody.decode(&$0) }
        return Order(.setPolicies(policies, if: precondition))
    }
}
