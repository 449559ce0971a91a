internal import Domain
internal import Engine
internal import HTTP
internal import JSON
internal import Store

/// Settings and allocation policies as they are. Both are in memory.
enum SettingsReads {
    static let routes = [
        Route(
            .get, "/v1/settings", access: .secret(.settingsRead), "Shows the settings.",
            answers: [RouteAnswer(200, "The settings.", Schemas.settings)],
            action: .memory(settings)),
        Route(
            .get, "/v1/allocations", access: .secret(.settingsRead),
            "Shows the allocation policies, the most specific first.",
            answers: [RouteAnswer(200, "The policies.", Schemas.policies)],
            action: .memory(policies)),
    ]

    @Loop private static func settings(_ context: Context) throws(Problem) -> Response {
        let tenant = context.tenant
        let found = context.services.engine.read { residents, _ in
            residents.shops[tenant]?.settings
        }
        guard let settings = found else { throw .notFound }
        var writer = JSONWriter(reservingCapacity: 512)
        SettingsJSON.write(settings, to: &writer)
        return Response(
            status: 200, headers: ["ETag": "\"\(settings.version)\""],
            contentType: "application/json", body: writer.bytes)
    }

    @Loop private static func policies(_ context: Context) throws(Problem) -> Response {
        let tenant = context.tenant
        let found = context.services.engine.read { residents, _ in
            residents.shops[tenant].map { ($0.policies, $0.settings.version) }
        }
        guard let (policies, version) = found else { throw .notFound }
        var writer = JSONWriter()
        PoliciesJSON.write(policies, to: &writer)
        return Response(
            status: 200, headers: ["ETag": "\"\(version)\""], contentType: "application/json",
            body: writer.bytes)
    }
}
