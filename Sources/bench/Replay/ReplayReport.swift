internal import JSON

/// What a replay came to, for people and as JSON.
struct ReplayReport {
    let file: RetailFile
    let books: ReplayBooks
    let perMille: Int

    func text(_ measured: Measurement, requests: Int, jobs: Int) -> String {
        let kinds = RetailLine.Kind.allCases
            .map { kind in "\(file.lines.count { $0.kind == kind }) \(kind.rawValue)" }
        let rate = Int(Double(file.lines.count) / measured.seconds)
        let reasons = books.refusals.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        return """
            stock share \(Double(perMille) / 1_000): opening \(sum(books.opening)) units
            \(file.lines.count) lines: \(kinds.joined(separator: ", "))
            \(jobs) jobs, \(requests) requests in \(Report.fixed(measured.seconds, 1)) s: \
            \(rate) lines/s, \(Int(Double(requests) / measured.seconds)) requests/s, \
            p50 \(Report.fixed(measured.latency.milliseconds(share: 0.5), 2)) ms, \
            p99 \(Report.fixed(measured.latency.milliseconds(share: 0.99), 2)) ms
            refused reservations: \(books.refusedReservations), then in part \
            \(books.partialReservations), empty \(books.emptyReservations); refused lines: \
            \(reasons.isEmpty ? "none" : reasons.joined(separator: ", "))
            units not sold: \(books.unitsNotSold); write-offs cut to what was there: \
            \(books.clampedWriteOffs), by \(books.unitsNotWrittenOff) units
            units shipped \(sum(books.shipped)), returned \(sum(books.returned)), shipped less \
            returned \(sum(books.shipped) - sum(books.returned)); written off \
            \(sum(books.writtenOff)), found \(sum(books.found)), on hand \(sum(books.onHand))
            """
    }

    /// The counts of each item by its code.
    var json: [UInt8] {
        var writer = JSONWriter(reservingCapacity: 1 << 20)
        writer.object { writer in
            writer.field("stock_per_mille", perMille)
            writer.field("refused_reservations", books.refusedReservations)
            writer.field("items") { writer in
                writer.array { writer in
                    for item in file.items.indices { write(item, &writer) }
                }
            }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private func write(_ item: Int, _ writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("sku", file.items[item].code)
            writer.field("opening", books.opening[item])
            writer.field("shipped", books.shipped[item])
            writer.field("returned", books.returned[item])
            writer.field("written_off", books.writtenOff[item])
            writer.field("found", books.found[item])
            writer.field("on_hand", books.onHand[item])
        }
    }

    private func sum(_ units: [Int]) -> Int { units.reduce(0, +) }
}
