import Testing

/// What may end the process, and what was left for later.
@Suite("Banned words")
struct BannedWordTests {
    /// Returns the lines of a Swift file that may trap by a mark, or that promise to be finished.
    static func findings(path: String, text: String) -> [Finding] {
        let file = SwiftText(text)
        let trap = #/\b(?:try|as)!|[\w)\]}"]!(?!=)/#.simple
        let later = #/\b(?:TODO|FIXME|XXX)\b/#.simple
        return mark(file.codeLines, trap, path) + mark(file.commentLines, later, path)
    }

    private static func mark(
        _ lines: [Substring], _ word: Regex<Substring>, _ path: String
    ) -> [Finding] {
        lines.enumerated().compactMap { index, line in
            line.firstMatch(of: word).map { match in
                Finding(path: path, line: index + 1, message: "\(match.output) is banned")
            }
        }
    }

    @Test(
        "a mark that traps, and a promise to be finished, are seen",
        arguments: [
            "let x = y!", "f()!.count", "list[0]!", "\"a\".first!", "let x: Int!", "x!\n= 1",
            "try! f()", "x as! Int", "// TODO: later", "/* FIXME */", "/// XXX",
        ])
    func seen(text: String) {
        #expect(Self.findings(path: "A.swift", text: text).count == 1)
    }

    @Test(
        "negation, inequality and strings are not",
        arguments: ["if !x {}", "x != y", "(!x)", "a.filter { !$0.b }", "\"no!\"", "// no!"])
    func harmless(text: String) {
        #expect(Self.findings(path: "A.swift", text: text) == [])
    }

    @Test("no Swift file of the tree has one")
    func tree() {
        #expect(
            Tree.findings(in: ["Sources", "Tests"], endings: ".swift", by: Self.findings) == [])
    }
}
