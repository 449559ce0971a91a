/// What a secret key may do. A key without scopes of its own may do all of it.
enum Scope: String, CaseIterable, Sendable {
    case itemsRead = "items:read"
    case itemsWrite = "items:write"
    case locationsRead = "locations:read"
    case locationsWrite = "locations:write"
    case stockRead = "stock:read"
    case stockWrite = "stock:write"
    case reservationsRead = "reservations:read"
    case reservationsWrite = "reservations:write"
    case eventsRead = "events:read"
    case settingsRead = "settings:read"
    case settingsWrite = "settings:write"
    case keysRead = "keys:read"
    case keysWrite = "keys:write"
    case healthRead = "health:read"
    case healthWrite = "health:write"
    case metricsRead = "metrics:read"
}
