/// The table of contents of the API.
enum Routes {
    static func all(_ configuration: APIConfiguration, hasTestClock: Bool) -> [Route] {
        let api = readSide + writeSide + doors + (hasTestClock ? TestClock.routes : [])
        return configuration.docs ? api + Documentation.routes(about: api, configuration) : api
    }

    /// Everything that changes something.
    static let writeSide: [Route] =
        ReservationsWrite.routes + HoldersWrite.routes + ItemsWrite.routes + LocationsWrite.routes
        + StockWrite.routes + SettingsWrite.routes + KeysWrite.routes

    /// The old doors.
    static let doors: [Route] = ReservationDoors.routes + StockDoors.routes
}
