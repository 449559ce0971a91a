internal import Domain
internal import HTTP
internal import JSON
internal import Store

/// What is counted, received, lost, moved.
enum StockWrite {
    static let routes: [Route] = [
        Route(
            .post, "/v1/stock/adjustments", access: .secret(.stockWrite),
            "Adds to or sets quantities, all lines or none.", body: .json(Schemas.adjustRequest),
            answers: [
                RouteAnswer(200, "What would happen, on a dry run.", Schemas.adjustment),
                RouteAnswer(201, "What happened.", Schemas.adjustment),
            ],
            action: .command(adjust)),
        Route(
            .post, "/v1/stock/transfers", access: .secret(.stockWrite),
            "Moves available units from one location to another.",
            body: .json(Schemas.transferRequest),
            answers: [RouteAnswer(201, "The transfer.", Schemas.transfer)],
            action: .command(transfer)),
        Route(
            .post, "/v1/inventory/repairs", access: .secret(.healthWrite),
            "Recounts, and books what makes the books balance again.",
            body: .optionalJSON(Schemas.repairRequest),
            answers: [RouteAnswer(200, "The corrections.", Schemas.repair)],
            action: .study(repair)),
    ]

    @Loop
    static func adjust(_ context: Context) throws(Problem) -> Order {
        Order(.adjust(try context.decode { try AdjustRequest(&$0) }))
    }

    @Loop
    static func transfer(_ context: Context) throws(Problem) -> Order {
        Order(.transfer(try context.decode { try TransferRequest(&$0) }))
    }

    /// A reader recounts everything, so that sales go on; the engine recounts the items that it
    /// names, which are few, where nothing changes meanwhile.
    @Loop
    static func repair(_ context: Context) throws(Problem) -> Query.Study {
        var dryRun = false
        try context.decode { reader in
            try reader.object { reader, name in
                guard case "dry_run" = name else { return false }
                dryRun = try reader.boolean()
                return true
            }
        }
        return { [dryRun] context in
            let found = try Recount.differences(of: context.tenant, in: context.snapshot)
            return Order(.repair(found, dryRun: dryRun))
        }
    }
}
