/// A query string, decoded. `+` is a space, as browsers write it; a name without `=` has the
/// value `""`.
public struct Query: Sendable {
    /// A query that cannot be decoded; the answer is 400 `invalid_parameter`.
    public struct Malformed: Error, Equatable, Sendable {
        public init() {}
    }

    private let pairs: [(name: String, value: String)]

    /// - Parameter bytes: what stands behind the `?`.
    /// - Throws: `Malformed` where percent-encoding or UTF-8 is broken, or control characters are
    ///   hidden in it.
    package init(_ bytes: ArraySlice<UInt8>) throws(Malformed) {
        var pairs: [(name: String, value: String)] = []
        guard !bytes.isEmpty else {
            self.pairs = pairs
            return
        }
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            let cut = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            let rest = cut < pair.endIndex ? pair[(cut + 1)...] : []
            guard let name = PercentDecoding.decode(pair[..<cut], plusIsSpace: true),
                let value = PercentDecoding.decode(rest, plusIsSpace: true)
            else { throw Malformed() }
            pairs.append((name, value))
        }
        self.pairs = pairs
    }

    public var isEmpty: Bool { pairs.isEmpty }

    /// The names in the order of the query; one that stands there twice is there twice.
    public var names: some Sequence<String> { pairs.lazy.map(\.name) }

    /// The first value of `name`, nil where it is absent.
    public func first(_ name: String) -> String? { pairs.first { $0.name == name }?.value }

    /// All values of `name`, in order.
    public func all(_ name: String) -> [String] {
        pairs.filter { $0.name == name }.map(\.value)
    }
}
