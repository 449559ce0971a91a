internal import Domain

/// From where a list goes on, and which way. The field that it is sorted by is unique, so that
/// no row is passed over or shown twice however the list grows meanwhile.
public struct PageOrder<Key: Equatable & Sendable>: Equatable, Sendable {
    /// The last row of the page before; nil at the beginning.
    public let after: Key?
    public let isDescending: Bool
    /// Rows to give at most.
    public let limit: Int

    public init(after: Key?, isDescending: Bool = false, limit: Int) {
        self.after = after
        self.isDescending = isDescending
        self.limit = limit
    }
}

extension PageOrder<Int64> {
    /// Every id that the list has not shown lies beyond it.
    var start: SQLValue { .integer(after ?? (isDescending ? .max : 0)) }

    var count: SQLValue { .integer(Int64(limit)) }
}

extension PageOrder<String> {
    /// Every sku that the list has not shown lies beyond it: a sku has 1 to 100 characters.
    var start: SQLValue { .text(after ?? (isDescending ? Self.last : "")) }

    var count: SQLValue { .integer(Int64(limit)) }

    private static var last: String { String(repeating: "\u{10FFFF}", count: 101) }
}

extension SQLValue {
    public init(_ text: String?) {
        self = text.map { .text($0) } ?? .null
    }

    public init(_ number: Int64?) {
        self = number.map { .integer($0) } ?? .null
    }

    init(_ time: Timestamp?) {
        self.init(time?.milliseconds)
    }

    init<Entity>(_ id: ID<Entity>?) {
        self.init(id?.rawValue)
    }

    /// A pattern for `LIKE … ESCAPE '\'` that finds `text` anywhere, taken literally.
    init(containing text: String?) {
        guard let text else {
            self = .null
            return
        }
        var pattern = "%"
        for character in text.unicodeScalars {
            if character == "%" || character == "_" || character == "\\" { pattern += "\\" }
            pattern.unicodeScalars.append(character)
        }
        self = .text(pattern + "%")
    }
}
