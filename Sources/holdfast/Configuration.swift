import API
import Domain

/// What the operator set by flags and `HOLDFAST_…` variables, read once. A flag wins over its
/// variable.
struct Configuration: Sendable {
    enum Command {
        case serve, verify, keys, demo
    }

    var data = "./data"
    /// A PostgreSQL database that takes the place of the file in `data`.
    var database: String?
    var host = "127.0.0.1"
    var port: UInt16 = 8480
    var demo = false
    var production = false
    var rateLimits = true
    var sweeps = true
    var log = Log.Depth.refusals
    var trustedProxies: [AddressRange] = []
    var openCompat = false
    var docs = true
    var testClock = false
    /// The kind of key that `holdfast keys` makes.
    var newKey: APIKey.Kind?
    var rootKey: String?
    var publishableKey: String?

    /// - Throws: every mistake at once, misspelled names included.
    init(
        _ command: Command, arguments: [String], environment: [String: String]
    ) throws(ConfigurationError) {
        var reader = SettingsReader(arguments: arguments, environment: environment)
        data = reader.text("data") ?? data
        readDatabase(&reader)
        switch command {
        case .serve: readServe(&reader)
        case .keys:
            newKey = reader.oneOf(["secret", "publishable"], "new")
                .flatMap { APIKey.Kind(rawValue: $0) }
        case .verify, .demo: break
        }
        rootKey = reader.key("HOLDFAST_ROOT_KEY", beginning: KeyText.secretPrefix)
        publishableKey = reader.key(
            "HOLDFAST_PUBLISHABLE_KEY", beginning: KeyText.publishablePrefix)
        try reader.finish()
    }

    private mutating func readServe(_ reader: inout SettingsReader) {
        if let listen = reader.text("listen") { readListen(listen, &reader) }
        demo = reader.flag("demo")
        production = reader.flag("production")
        rateLimits = reader.oneOf(["on", "off"], "rate-limits") != "off"
        sweeps = reader.oneOf(["on", "off"], "sweep") != "off"
        let depths = Log.Depth.allCases.map(\.rawValue)
        log = reader.oneOf(depths, "log").flatMap { Log.Depth(rawValue: $0) } ?? log
        openCompat = reader.flag("open-compat")
        docs = !reader.flag("no-docs")
        testClock = reader.flag("test-clock")
        for text in reader.texts("trusted-proxy") {
            if let range = AddressRange(text) {
                trustedProxies.append(range)
            } else {
                reader.complain("--trusted-proxy \(text): expected an address block, 10.0.0.0/8")
            }
        }
        if production, testClock {
            reader.complain("--test-clock: refused together with --production")
        }
        if production, openCompat {
            reader.complain("--open-compat: refused together with --production")
        }
        if production, !rateLimits {
            reader.complain("--rate-limits off: refused together with --production")
        }
    }

    private mutating func readDatabase(_ reader: inout SettingsReader) {
        guard let url = reader.text("database") else { return }
        guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") else {
            // It may hold a password.
            reader.complain("--database: expected postgres://USER@HOST:PORT/NAME")
            return
        }
        database = url
    }

    private mutating func readListen(_ text: String, _ reader: inout SettingsReader) {
        guard let colon = text.lastIndex(of: ":"), colon > text.startIndex,
            let port = UInt16(text[text.index(after: colon)...])
        else {
            reader.complain("--listen \(text): expected HOST:PORT, the port from 0 to 65535")
            return
        }
        host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        self.port = port
    }
}

/// What is wrong with the settings, a line each. Nothing listens.
struct ConfigurationError: Error, Equatable {
    let mistakes: [String]
}
