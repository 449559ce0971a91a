/// The year of sales: the items it speaks of, and its lines in the order of time.
struct RetailFile {
    /// An item as the catalogue gets it.
    struct Item {
        let code: String
        var title: String
        var priceInPence: Int
    }

    private(set) var lines: [RetailLine] = []
    private(set) var items: [Item] = []
    /// Where an item stands in `items`. Codes that differ only in case are different items.
    private(set) var numbers: [String: Int] = [:]

    /// - Throws: `BenchFailure` naming the line if `path` is not such a file, or not in order.
    init(path: String) throws(BenchFailure) {
        var reader = CSVReader(try Files.read(path))
        guard reader.next()?.first == "InvoiceNo" else { throw BenchFailure("\(path): no header") }
        var latest = ""
        while let fields = reader.next() {
            let place = "\(path), line \(lines.count + 2)"
            guard fields.count == 8, let quantity = Int(fields[3]), let price = Double(fields[5])
            else { throw BenchFailure("\(place): not a line of sales") }
            guard fields[4] >= latest else { throw BenchFailure("\(place): not in order of time") }
            latest = fields[4]
            take(
                RetailLine(
                    invoice: fields[0], code: fields[1], description: fields[2],
                    quantity: quantity, priceInPence: Int((price * 100).rounded()),
                    isFree: price == 0, customer: fields[6]))
        }
    }

    private mutating func take(_ line: RetailLine) {
        lines.append(line)
        switch line.kind {
        case .service, .bookkeeping: return
        case .sale, .returned, .writtenOff, .found: break
        }
        let number = numbers[line.code] ?? items.count
        if number == items.count {
            numbers[line.code] = number
            items.append(Item(code: line.code, title: "", priceInPence: 0))
        }
        if line.kind == .sale, items[number].title.isEmpty, !line.description.isEmpty {
            items[number].title = line.description
        }
        items[number].priceInPence = max(items[number].priceInPence, line.priceInPence)
    }

    /// How many units each item must have at the beginning so that nothing that leaves, in the
    /// order of the file, ever finds too little.
    var need: [Int] {
        var level = [Int](repeating: 0, count: items.count)
        var lowest = level
        for line in lines {
            guard let number = numbers[line.code] else { continue }
            switch line.kind {
            case .sale: level[number] -= line.quantity
            case .returned: level[number] -= line.quantity
            case .writtenOff, .found: level[number] += line.quantity
            case .service, .bookkeeping: continue
            }
            lowest[number] = min(lowest[number], level[number])
        }
        return lowest.map { -$0 }
    }
}
