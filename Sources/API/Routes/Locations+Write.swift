internal import Domain
internal import HTTP

/// Where stock is.
enum LocationsWrite {
    static let routes: [Route] = [
        Route(
            .post, "/v1/locations", access: .secret(.locationsWrite), "Creates a location.",
            body: .json(Schemas.locationRequest),
            answers: [RouteAnswer(201, "The location.", Schemas.location)],
            action: .command(create)),
        Route(
            .patch, "/v1/locations/{id}", access: .secret(.locationsWrite),
            "Changes fields of a location, named by id or code; null unsets.",
            body: .json(Schemas.locationEdit),
            answers: [RouteAnswer(200, "The location.", Schemas.location)],
            action: .command(edit)),
    ]

    @Loop
    static func create(_ context: Context) throws(Problem) -> Order {
        Order(.createLocation(try context.decode { try LocationRequest(&$0) }))
    }

    @Loop
    static func edit(_ context: Context) throws(Problem) -> Order {
        let precondition = try Precondition(context.request)
        let edit = try context.decode { try LocationEdit(&$0) }
        return Order(.editLocation(context.location(), edit, precondition))
    }
}
