/// What stands behind the command's name: `--name value` pairs, each at most once.
struct Arguments {
    private var values: [String: String] = [:]

    /// - Throws: `BenchFailure` for a name that is not in `known`, or one without a value.
    init(_ words: ArraySlice<String>, known: Set<String>) throws(BenchFailure) {
        var rest = words
        while let name = rest.popFirst() {
            guard known.contains(name) else { throw BenchFailure("no such option: \(name)") }
            guard let value = rest.popFirst() else { throw BenchFailure("\(name) needs a value") }
            values[name] = value
        }
    }

    func text(_ name: String) -> String? { values[name] }

    /// - Throws: `BenchFailure` if the option is missing.
    func required(_ name: String) throws(BenchFailure) -> String {
        guard let value = values[name] else { throw BenchFailure("\(name) is missing") }
        return value
    }

    /// - Throws: `BenchFailure` if the option is no number above 0.
    func number(_ name: String, default standard: Double) throws(BenchFailure) -> Double {
        guard let text = values[name] else { return standard }
        guard let value = Double(text), value > 0, value.isFinite else {
            throw BenchFailure("\(name) \(text): expected a number above 0")
        }
        return value
    }
}
