/// The headers of a response, beside those that the server writes itself.
///
/// A control character in a value becomes a space, so that nothing can break out of its line.
public struct HeaderList: Sendable, ExpressibleByDictionaryLiteral {
    private(set) var fields: [(name: StaticString, value: String)] = []

    public init() {}

    public init(dictionaryLiteral elements: (StaticString, String)...) {
        fields = elements.map { (name: $0, value: $1) }
    }

    public var isEmpty: Bool { fields.isEmpty }

    /// Adds a header after the others, also where one of its name is there.
    public mutating func append(_ name: StaticString, _ value: String) {
        if fields.isEmpty { fields.reserveCapacity(8) }
        fields.append((name, value))
    }

    /// The first value under exactly this spelling of the name.
    public func first(_ name: StaticString) -> String? {
        fields.first { $0.name.description == name.description }?.value
    }
}
