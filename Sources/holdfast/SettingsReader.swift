/// Reads flags and variables by name, and remembers which were asked for, so that what is left
/// over is known to be a mistake.
struct SettingsReader {
    private var flags: [(name: String, value: String?)] = []
    private var environment: [String: String]
    private var mistakes: [String] = []

    /// Flags that take no value.
    private static let switches = ["demo", "production", "open-compat", "no-docs", "test-clock"]

    init(arguments: [String], environment: [String: String]) {
        self.environment = environment
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("--") else {
                complain("\(argument): expected a flag that begins with --")
                continue
            }
            let pair = argument.dropFirst(2).split(separator: "=", maxSplits: 1)
            let name = pair.first.map { String($0) } ?? ""
            if pair.count == 2 {
                flags.append((name, String(pair[1])))
            } else if Self.switches.contains(name) {
                flags.append((name, nil))
            } else if let value = rest.first, !value.hasPrefix("--") {
                flags.append((name, value))
                rest.removeFirst()
            } else {
                flags.append((name, nil))
            }
        }
    }

    mutating func complain(_ mistake: String) { mistakes.append(mistake) }

    /// All values of a flag, in order, or the one of its variable.
    mutating func texts(_ name: String) -> [String] {
        let given = flags.filter { $0.name == name }
        flags.removeAll { $0.name == name }
        let variable = Self.variable(name)
        let set = environment.removeValue(forKey: variable)
        if given.contains(where: { ($0.value ?? "").isEmpty }) {
            complain("--\(name): expected a value")
        }
        if let set, set.isEmpty { complain("\(variable): expected a value") }
        guard given.isEmpty else { return given.compactMap(\.value) }
        return set.map { [$0] } ?? []
    }

    mutating func text(_ name: String) -> String? {
        let values = texts(name)
        if values.count > 1 { complain("--\(name): given \(values.count) times") }
        return values.last
    }

    mutating func oneOf(_ choices: [String], _ name: String) -> String? {
        guard let value = text(name) else { return nil }
        if !choices.contains(value) {
            complain("--\(name) \(value): expected \(choices.joined(separator: " or "))")
        }
        return value
    }

    /// Whether a switch is on: the flag stands there, or its variable says `on`.
    mutating func flag(_ name: String) -> Bool {
        let given = flags.filter { $0.name == name }
        flags.removeAll { $0.name == name }
        if given.contains(where: { $0.value != nil }) { complain("--\(name): takes no value") }
        let variable = Self.variable(name)
        guard let set = environment.removeValue(forKey: variable) else { return !given.isEmpty }
        if set != "on", set != "off" { complain("\(variable)=\(set): expected on or off") }
        return !given.isEmpty || set == "on"
    }

    /// A key's own text. It is never repeated in a complaint.
    mutating func key(_ variable: String, beginning prefix: String) -> String? {
        guard let text = environment.removeValue(forKey: variable) else { return nil }
        let isFit =
            text.hasPrefix(prefix) && (32...200).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        if !isFit {
            complain("\(variable): expected \(prefix) and at least 26 more visible characters")
        }
        return text
    }

    /// - Throws: all complaints, names that nobody asked for included.
    func finish() throws(ConfigurationError) {
        let unknown =
            flags.map { "--\($0.name): no such flag" }
            + environment.keys.sorted().map { "\($0): no such setting" }
        guard mistakes.isEmpty, unknown.isEmpty else {
            throw ConfigurationError(mistakes: mistakes + unknown)
        }
    }

    /// `trusted-proxy` is `HOLDFAST_TRUSTED_PROXY`.
    private static func variable(_ name: String) -> String {
        "HOLDFAST_" + String(name.map { $0 == "-" ? "_" : $0 }).uppercased()
    }
}
