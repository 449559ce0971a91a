public import Domain

/// A kit's components as a column: `item:quantity` separated by spaces.
public enum ComponentsText {
    public static func text(_ components: [Item.Component]) -> String {
        components.map { "\($0.item.rawValue):\($0.quantity)" }.joined(separator: " ")
    }

    public static func components(_ text: String) throws(StoreError) -> [Item.Component] {
        var scanner = NumberScanner(text, table: "item")
        var components: [Item.Component] = []
        while !scanner.isAtEnd {
            if !components.isEmpty, !scanner.skip(" ") {
                throw .corrupt(table: "item", key: "components")
            }
            components.append(
                Item.Component(
                    item: ID(rawValue: try scanner.number()),
                    quantity: try scanner.number(after: ":")))
        }
        return components
    }
}

/// An item's options as a column: name and value separated by U+001F, options by U+001E; no
/// text of the API may contain either.
public enum OptionsText {
    public static func text(_ options: [ItemProfile.Option]) -> String {
        options.map { "\($0.name)\u{1F}\($0.value)" }.joined(separator: "\u{1E}")
    }

    public static func options(_ text: String) throws(StoreError) -> [ItemProfile.Option] {
        var options: [ItemProfile.Option] = []
        for entry in text.split(separator: "\u{1E}") {
            let pair = entry.split(separator: "\u{1F}", omittingEmptySubsequences: false)
            guard pair.count == 2 else { throw .corrupt(table: "item", key: "options") }
            options.append(ItemProfile.Option(name: String(pair[0]), value: String(pair[1])))
        }
        return options
    }
}

/// A backorder policy as a number: -1 deny, -2 allow without limit, else the limit.
public enum BackorderText {
    public static func number(_ policy: BackorderPolicy) -> Int64 {
        switch policy {
        case .deny: -1
        case .allow(nil): -2
        case .allow(let limit?): limit
        }
    }

    public static func policy(_ number: Int64) -> BackorderPolicy {
        switch number {
        case -1: .deny
        case -2: .allow(limit: nil)
        default: .allow(limit: number)
        }
    }
}

/// A transfer's lines as a column: `item:quantity:received:damaged`, separated by spaces.
public enum TransferText {
    public static func text(_ lines: [Transfer.Line]) -> String {
        lines.map { "\($0.item.rawValue):\($0.quantity):\($0.received):\($0.damaged)" }
            .joined(separator: " ")
    }

    /// Nil where it is not that.
    public static func lines(_ text: String) -> [Transfer.Line]? {
        var lines: [Transfer.Line] = []
        for part in text.split(separator: " ") {
            let fields = part.split(separator: ":", omittingEmptySubsequences: false)
            let numbers = fields.compactMap { Int64($0) }
            guard fields.count == 4, numbers.count == 4 else { return nil }
            lines.append(
                Transfer.Line(
                    item: ID(rawValue: numbers[0]), quantity: numbers[1], received: numbers[2],
                    damaged: numbers[3]))
        }
        return lines
    }
}
