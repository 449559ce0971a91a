internal import JSON

/// The requests of a replay.
struct ReplayRequests {
    let items: [RetailFile.Item]
    let key: String

    func item(_ number: Int) -> [UInt8] {
        let item = items[number]
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("title", item.title.isEmpty ? item.code : item.title)
            writer.field("price") { writer in
                writer.object { writer in
                    writer.field("amount", item.priceInPence)
                    writer.field("currency", "GBP")
                }
            }
        }
        let sku = HTTPRequest.percentEncoded(item.code)
        return HTTPRequest.bytes("PUT", "/v1/items/\(sku)", key: key, body: writer.bytes)
    }

    func reservation(_ job: ReplayJob, name: String, isPartial: Bool) -> [UInt8] {
        var writer = JSONWriter(reservingCapacity: 64 + 40 * job.lines.count)
        writer.object { writer in
            writer.field("holder", job.holder)
            writer.field("mode", isPartial ? "partial" : "all")
            self.lines(job.lines, quantity: "quantity", sign: 1, &writer)
        }
        return post("/v1/reservations", name: name, writer.bytes)
    }

    func commit(_ reservation: String, invoice: String, name: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { $0.field("order_id", invoice) }
        return post("/v1/reservations/\(reservation)/commit", name: name, writer.bytes)
    }

    func ship(_ reservation: String, name: String) -> [UInt8] {
        post("/v1/reservations/\(reservation)/ship", name: name, Array("{}".utf8))
    }

    /// Units are positive in `lines`; `takesAway` makes a write-off of them.
    func adjustment(
        _ lines: [(item: Int, units: Int)], takesAway: Bool, reason: String, reference: String,
        name: String
    ) -> [UInt8] {
        var writer = JSONWriter(reservingCapacity: 64 + 40 * lines.count)
        writer.object { writer in
            writer.field("reason", reason)
            writer.field("reference", reference)
            self.lines(lines, quantity: "delta", sign: takesAway ? -1 : 1, &writer)
        }
        return post("/v1/stock/adjustments", name: name, writer.bytes)
    }

    /// Asks for the stock of at most 200 items.
    func stock(_ numbers: some Sequence<Int>) -> [UInt8] {
        let query = numbers.map { "sku=" + HTTPRequest.percentEncoded(items[$0].code) }
            .joined(separator: "&")
        return HTTPRequest.bytes("GET", "/v1/stock?\(query)", key: key)
    }

    private func lines(
        _ lines: [(item: Int, units: Int)], quantity: StaticString, sign: Int,
        _ writer: inout JSONWriter
    ) {
        writer.field("lines") { writer in
            writer.array { writer in
                for line in lines {
                    writer.object { writer in
                        writer.field("sku", items[line.item].code)
                        writer.field(quantity, sign * line.units)
                    }
                }
            }
        }
    }

    private func post(_ path: String, name: String, _ body: [UInt8]) -> [UInt8] {
        HTTPRequest.bytes("POST", path, key: key, idempotencyKey: name, body: body)
    }
}
