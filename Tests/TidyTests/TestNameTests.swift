import Testing

/// A proof is named after the rule that it proves.
@Suite("Names of proofs")
struct TestNameTests {
    /// Returns the names that speak of testing, and the functions that have none.
    static func findings(path: String, text: String) -> [Finding] {
        let file = SwiftText(text)
        let code = Array(file.code.utf8)
        let named = file.literals.filter {
            before($0.offset, in: code, endsWith: ["@Test(", "@Suite("])
        }
        let poor = named.filter { $0.text.firstMatch(of: word) != nil }.map {
            Finding(path: path, line: $0.line, message: "a name, not a rule: \($0.text)")
        }
        return poor + nameless(file, path: path)
    }

    private static var word: Regex<Substring> {
        #/(?i)\b(?:tests?|should|works)\b/#.simple
    }

    private static func nameless(_ file: SwiftText, path: String) -> [Finding] {
        let lines = file.codeLines
        return lines.indices.compactMap { index in
            guard
                let match = lines[index].firstMatch(
                    of: #/@Test\b\s*(.*)/#.simple)
            else { return nil }
            var rest = match.output.1 + ""
            if rest == "(", index + 1 < lines.count { rest += lines[index + 1] }
            guard rest.firstMatch(of: #/^\(\s*"/#) == nil else { return nil }
            return Finding(path: path, line: index + 1, message: "a test without a name")
        }
    }

    /// Whether the code before `offset`, blanks aside, ends with one of `words`.
    private static func before(_ offset: Int, in code: [UInt8], endsWith words: [String]) -> Bool {
        var end = offset
        while end > 0, code[end - 1] == UInt8(ascii: " ") || code[end - 1] == UInt8(ascii: "\n") {
            end -= 1
        }
        return words.contains { code[..<end].suffix($0.utf8.count).elementsEqual($0.utf8) }
    }

    @Test(
        "a name that speaks of testing, or is missing, is seen",
        arguments: [
            "@Test(\"test of stock\") func f() {}", "@Test(\"stock should fall\") func f() {}",
            "@Test(\n    \"reserving works\",\n    arguments: [1]) func f() {}",
            "@Suite(\"Stock tests\") struct A {}", "@Test func f() {}",
            "@Test(arguments: [1]) func f() {}", "@Test(.enabled(if: x)) func f() {}",
        ])
    func seen(text: String) {
        #expect(Self.findings(path: "A.swift", text: text).count == 1)
    }

    @Test(
        "a rule is not",
        arguments: [
            "@Test(\"the latest count holds\") func f() {}",
            "@Test(\n    \"a refusal changes nothing\", arguments: [\"test\"]) func f() {}",
        ])
    func harmless(text: String) {
        #expect(Self.findings(path: "A.swift", text: text) == [])
    }

    @Test("every proof of the tree is named after its rule")
    func tree() {
        #expect(Tree.findings(in: ["Tests"], endings: ".swift", by: Self.findings) == [])
    }
}
