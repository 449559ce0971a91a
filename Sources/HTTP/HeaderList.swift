/// The headers of a response, beside those that the server writes itself.
///
/// A control character in a value becomes a space, so that nothing can break out of its line.
public struct HeaderList: Sendable, ExpressibleByDictionaryLiteral {
    enum Field: Sendable {
        case header(name: StaticString, value: String)
        case lines(StaticString)
    }

    private(set) var fields: [Field] = []

    public init() {}

    public init(dictionaryLiteral elements: (StaticString, String)...) {
        fields = elements.map { .header(name: $0, value: $1) }
    }

    public var isEmpty: Bool { fields.isEmpty }

    /// Adds a header after the others, also where one of its name is there.
    public mutating func append(_ name: StaticString, _ value: String) {
        if fields.isEmpty { fields.reserveCapacity(8) }
        fields.append(.header(name: name, value: value))
    }

    /// Adds headers that are always the same, as they are sent: each line ends in CR LF.
    public mutating func append(lines: StaticString) {
        if fields.isEmpty { fields.reserveCapacity(8) }
        fields.append(.lines(lines))
    }

    /// The first value under exactly this spelling of the name, of those that were added one by
    /// one.
    public func first(_ name: StaticString) -> String? {
        for case .header(let other, let value) in fields
        where other.description == name.description {
            return value
        }
        return nil
    }
}
