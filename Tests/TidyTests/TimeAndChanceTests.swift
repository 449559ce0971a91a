import Testing

/// Clock, sleep, randomness and environment come in through `Platform`, so that a run can be
/// repeated from its seed.
@Suite("Time and chance")
struct TimeAndChanceTests {
    /// Folders and files that may reach for the real thing, and why.
    static let allowed: [String: String] = [
        "Sources/Platform/": "the adapters themselves",
        "Sources/bench/": "measures the real clock",
    ]

    /// Returns the lines that reach for the real clock, sleep, chance or environment.
    static func findings(path: String, text: String) -> [Finding] {
        guard !allowed.keys.contains(where: path.hasPrefix) else { return [] }
        let calls = #/\b(?:Date|UUID|u?sleep|nanosleep|getrandom|getentropy)\(|\btime\(nil\)/#
            .simple
        let members = #/\.(?:random|shuffled?|randomElement)\(|\bTask\.sleep\b/#.simple
        let names = #/\b(?:clock_gettime|gettimeofday|getenv|ProcessInfo|arc4random\w*)\b/#.simple
        let types = #/\b(?:SystemRandomNumberGenerator|ContinuousClock|SuspendingClock)\b/#.simple
        return SwiftText(text).codeLines.enumerated().compactMap { index, line in
            let found =
                line.firstMatch(of: calls)?.output ?? line.firstMatch(of: members)?.output
                ?? line.firstMatch(of: names)?.output ?? line.firstMatch(of: types)?.output
            return found.map {
                Finding(path: path, line: index + 1, message: "\($0) outside Platform")
            }
        }
    }

    @Test(
        "the real thing is seen",
        arguments: [
            "let now = Date()", "let id = UUID()", "Int.random(in: 0..<2)", "usleep(10)",
            "try await Task.sleep(for: .seconds(1))", "clock_gettime(CLOCK_REALTIME, &time)",
            "getenv(name)", "ProcessInfo.processInfo", "var r = SystemRandomNumberGenerator()",
            "gettimeofday(&time, nil)", "nanosleep(&time, nil)", "items.shuffled()", "time(nil)",
        ])
    func seen(text: String) {
        #expect(Self.findings(path: "Sources/Engine/A.swift", text: text).count == 1)
    }

    @Test(
        "prose, longer words and the adapters are not",
        arguments: [
            ("Sources/Engine/A.swift", "// Date() is forbidden here"),
            ("Sources/Engine/A.swift", "let x = expiryDate(of: cart)"),
            ("Sources/Engine/A.swift", "environment.randomBits()"),
            ("Sources/Platform/Clock.swift", "clock_gettime(CLOCK_BOOTTIME, &time)"),
        ])
    func harmless(path: String, text: String) {
        #expect(Self.findings(path: path, text: text) == [])
    }

    @Test("nothing in Sources reaches for the real thing outside the adapters")
    func tree() {
        #expect(Tree.findings(in: ["Sources"], endings: ".swift", by: Self.findings) == [])
    }
}
