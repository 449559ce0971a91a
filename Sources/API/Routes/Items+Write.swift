internal import Domain
internal import HTTP

/// What is sold.
enum ItemsWrite {
    static let routes: [Route] = [
        Route(
            .put, "/v1/items/{sku}", access: .secret(.itemsWrite),
            "Creates or replaces an item.", body: .json(Schemas.itemRequest),
            answers: [
                RouteAnswer(200, "The item, replaced.", Schemas.item),
                RouteAnswer(201, "The item, new.", Schemas.item),
            ],
            action: .command(put)),
        Route(
            .patch, "/v1/items/{sku}", access: .secret(.itemsWrite),
            "Changes fields of an item; null unsets.", body: .json(Schemas.itemEdit),
            answers: [RouteAnswer(200, "The item.", Schemas.item)], action: .command(edit)),
        Route(
            .delete, "/v1/items/{sku}", access: .secret(.itemsWrite),
            "Deletes an item without stock and open reservations.",
            answers: [RouteAnswer(204, "It is gone; its history stays.")],
            action: .command(delete)),
    ]

    @Loop
    static func put(_ context: Context) throws(Problem) -> Order {
        let precondition = try Precondition(context.request)
        let sku = context.parameter()
        guard (1...100).contains(sku.unicodeScalars.count),
            sku.unicodeScalars.allSatisfy({ !$0.isInvisible })
        else {
            throw Problem(
                field: "sku", "A sku has 1 to 100 characters, none for control or direction.")
        }
        let request = try context.decode { try ItemRequest(&$0) }
        return Order(.putItem(sku: sku, request, precondition))
    }

    @Loop
    static func edit(_ context: Context) throws(Problem) -> Order {
        let precondition = try Precondition(context.request)
        let edit = try context.decode { try ItemEdit(&$0) }
        return Order(.editItem(sku: context.parameter(), edit, precondition))
    }

    @Loop
    static func delete(_ context: Context) throws(Problem) -> Order {
        Order(.deleteItem(sku: context.parameter(), try Precondition(context.request)))
    }
}
