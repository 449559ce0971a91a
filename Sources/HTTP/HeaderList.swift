/// The headers of a response, beside those that the server writes itself.
///
/// A control character in a value becomes a space, so that nothing can break out of its line.
public struct HeaderList: Sendable, ExpressibleByDictionaryLiteral {
    enum Field: Sendable {
        case text(name: StaticString, value: String)
        case number(name: StaticString, value: Int64)
        case tag(name: StaticString, version: Int64)
        case lines(StaticString)
    }

    private(set) var fields: [Field] = []

    public init() {}

    public init(dictionaryLiteral elements: (StaticString, String)...) {
        fields = elements.map { .text(name: $0, value: $1) }
    }

    public var isEmpty: Bool { fields.isEmpty }

    /// Adds a header after the others, also where one of its name is there.
    public mutating func append(_ name: StaticString, _ value: String) {
        append(.text(name: name, value: value))
    }

    /// Adds a header that says a number, which is not negative.
    public mutating func append(_ name: StaticString, _ value: Int64) {
        precondition(value >= 0, "\(name): \(value)")
        append(.number(name: name, value: value))
    }

    /// Adds an entity tag that is a version, which is not negative.
    public mutating func append(_ name: StaticString, tag version: Int64) {
        precondition(version >= 0, "\(name): \(version)")
        append(.tag(name: name, version: version))
    }

    /// Adds headers that are always the same, as they are sent: each line ends in CR LF.
    public mutating func append(lines: StaticString) {
        append(.lines(lines))
    }

    private mutating func append(_ field: Field) {
        if fields.isEmpty { fields.reserveCapacity(8) }
        fields.append(field)
    }

    /// The first text under exactly this spelling of the name, of those that were added with one.
    public func first(_ name: StaticString) -> String? {
        for case .text(let other, let value) in fields where other.description == name.description {
            return value
        }
        return nil
    }
}
