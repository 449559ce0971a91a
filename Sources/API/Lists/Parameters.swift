internal import Domain
internal import HTTP

/// Reads values out of a query. What is absent is nil; what cannot be used is refused with its
/// name.
enum Parameters {
    /// Longest text that a filter may have, in code points.
    static let textMaximum = 200

    static func integer(
        _ name: String, in query: Query, _ range: ClosedRange<Int64>
    ) throws(Problem) -> Int64? {
        guard let text = query.first(name) else { return nil }
        guard isNumber(text), let value = Int64(text), range.contains(value) else {
            throw .parameter(
                name, "\(name) is a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return value
    }

    static func boolean(_ name: String, in query: Query) throws(Problem) -> Bool? {
        switch query.first(name) {
        case nil: return nil
        case "true": return true
        case "false": return false
        case _: throw .parameter(name, "\(name) is true or false.")
        }
    }

    static func time(_ name: String, in query: Query) throws(Problem) -> Timestamp? {
        guard let text = query.first(name) else { return nil }
        guard let time = Timestamp(text: text) else {
            throw .parameter(name, "\(name) is a time such as 2026-11-25T09:30:00.000Z.")
        }
        return time
    }

    static func text(
        _ name: String, in query: Query, maximum: Int = textMaximum
    ) throws(Problem) -> String? {
        guard let text = query.first(name) else { return nil }
        guard text.unicodeScalars.count <= maximum else {
            throw .parameter(name, "\(name) has at most \(maximum) characters.")
        }
        return text
    }

    /// One word of a few, as what `parse` makes of it.
    static func word<Value>(
        _ name: String, in query: Query, _ words: [String], _ parse: (String) -> Value?
    ) throws(Problem) -> Value? {
        guard let text = query.first(name) else { return nil }
        guard words.contains(text), let value = parse(text) else {
            throw .parameter(name, "\(name) is one of \(words.joined(separator: ", ")).")
        }
        return value
    }

    static func channel(in query: Query) throws(Problem) -> Channel? {
        guard let name = try text("channel", in: query, maximum: 100) else { return nil }
        guard !name.isEmpty else { throw .parameter("channel", "A channel has a name.") }
        return Channel(name)
    }

    /// Digits, perhaps after a minus: `Int64` alone would take `+1` too.
    private static func isNumber(_ text: String) -> Bool {
        let digits = text.hasPrefix("-") ? text.dropFirst() : Substring(text)
        return !digits.isEmpty
            && digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
