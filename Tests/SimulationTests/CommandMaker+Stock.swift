import Domain
import TestSupport

extension CommandMaker {
    static let stock: [Entry] = [
        Entry(label: "receive", weight: 8) { maker, books in
            .adjust(
                AdjustRequest(
                    lines: [maker.line(books, .delta(maker.random.number(1...12)))],
                    reason: .received))
        },
        Entry(label: "sell at the counter", weight: 4) { maker, books in
            .adjust(
                AdjustRequest(
                    lines: [maker.line(books, .delta(-maker.random.number(1...8)))],
                    reason: .sold))
        },
        Entry(label: "count", weight: 4) { maker, books in
            .adjust(
                AdjustRequest(
                    lines: [maker.line(books, .setTo(maker.random.number(0...25)))],
                    reason: .counted, reference: "count"))
        },
        Entry(label: "count what was expected", weight: 3) { maker, books in
            maker.expectedCount(books)
        },
        Entry(label: "adjust many lines", weight: 3) { maker, books in
            .adjust(AdjustRequest(lines: maker.lines(books), reason: .found))
        },
        Entry(label: "adjust, dry run", weight: 2) { maker, books in
            .adjust(
                AdjustRequest(lines: maker.lines(books), reason: .corrected, dryRun: true))
        },
        Entry(label: "adjust beyond what can be read", weight: 1) { maker, books in
            let sku = maker.plainSKU(books)
            return .adjust(
                AdjustRequest(
                    lines: [
                        .init(sku: sku, amount: .setTo(Quantities.maximum)),
                        .init(sku: sku, amount: .delta(1)),
                    ], reason: .initial, dryRun: true))
        },
        Entry(label: "adjust unavailable", weight: 2) { maker, books in
            maker.adjust(books, .unavailable, .damaged)
        },
        Entry(label: "adjust incoming", weight: 1) { maker, books in
            maker.adjust(books, .incoming, .corrected)
        },
        Entry(label: "adjust safety stock", weight: 1) { maker, books in
            maker.adjust(books, .safetyStock, .corrected)
        },
        Entry(label: "transfer", weight: 4) { maker, books in
            let lines = (0..<maker.random.number(1...2)).map { _ in
                TransferRequest.Line(
                    sku: maker.plainSKU(books), quantity: maker.random.number(1...5))
            }
            return .transfer(
                TransferRequest(from: maker.place(books), to: maker.place(books), lines: lines))
        },
        Entry(label: "sweep", weight: 2) { maker, _ in
            .sweep(limit: Int(maker.random.number(1...20)))
        },
    ]

    private mutating func line(
        _ books: Books, _ amount: AdjustRequest.Amount,
        _ quantity: AdjustRequest.Quantity = .onHand
    ) -> AdjustRequest.Line {
        AdjustRequest.Line(
            sku: random.chance(90) ? plainSKU(books) : sku(books),
            location: random.chance(70) ? place(books) : nil, amount: amount,
            quantity: quantity, expected: random.chance(3) ? 77 : nil)
    }

    private mutating func lines(_ books: Books) -> [AdjustRequest.Line] {
        let quantities: [AdjustRequest.Quantity] = [
            .onHand, .onHand, .unavailable, .incoming, .safetyStock,
        ]
        return (0..<random.number(2...5)).map { _ in
            line(books, .delta(random.number(-3...5)), random.pick(quantities))
        }
    }

    private mutating func adjust(
        _ books: Books, _ quantity: AdjustRequest.Quantity, _ reason: Movement.Reason
    ) -> Command {
        let amount: AdjustRequest.Amount =
            random.chance(50) ? .setTo(random.number(0...3)) : .delta(random.number(-2...3))
        return .adjust(AdjustRequest(lines: [line(books, amount, quantity)], reason: reason))
    }

    private mutating func expectedCount(_ books: Books) -> Command {
        let sku = plainSKU(books)
        let spot = Books.Spot(
            item: books.item(sku) ?? 0, place: books.place(.code("main")) ?? 0)
        let current = (books.shelves[spot] ?? Books.Shelf()).onHand
        let line = AdjustRequest.Line(
            sku: sku, amount: .setTo(random.number(0...20)), expected: current)
        return .adjust(AdjustRequest(lines: [line], reason: .counted))
    }
}
