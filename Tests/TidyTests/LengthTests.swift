import Testing

/// What does not fit on a screen is read badly and reviewed worse.
@Suite("Lengths")
struct LengthTests {
    /// Characters in one line.
    static let lineMax = 100
    /// Lines from the word `func`, `init`, … to the closing brace.
    static let functionMax = 60
    /// Lines in one Swift file.
    static let fileMax = 500

    /// Returns the lines of any text file that are too long.
    static func lineFindings(path: String, text: String) -> [Finding] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .filter { $0.element.count > lineMax }
            .map { index, line in
                Finding(path: path, line: index + 1, message: "\(line.count) characters")
            }
    }

    /// Returns the functions of a Swift file that are too long, and the file itself if it is.
    static func findings(path: String, text: String) -> [Finding] {
        var findings = FunctionLengths(SwiftText(text).code).spans
            .filter { $0.count > functionMax }
            .map { span in
                Finding(
                    path: path, line: span.lowerBound, message: "function of \(span.count) lines")
            }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
        if lines > fileMax {
            findings.append(Finding(path: path, line: lines, message: "file of \(lines) lines"))
        }
        return findings
    }

    @Test(
        "a function of 61 lines is named where it begins, one of 60 is not",
        arguments: ["func f()", "init(x: Int = { 1 }())", "subscript(i: Int) -> Int", "var x: Int"])
    func functions(head: String) {
        let text = { (lines: Int) in
            "struct A {\n    \(head) {\n" + String(repeating: "        // x\n", count: lines - 2)
                + "    }\n}\n"
        }
        #expect(Self.findings(path: "A.swift", text: text(61)).map(\.line) == [2])
        #expect(Self.findings(path: "A.swift", text: text(60)) == [])
    }

    @Test("a requirement without a body has no length")
    func requirements() {
        let text =
            "protocol P {\n    func f()\n    init()\n}\n"
            + String(repeating: "struct A { func f() {} }\n", count: 70)
        #expect(Self.findings(path: "A.swift", text: text) == [])
    }

    @Test("a file of 501 lines is named, one of 500 is not")
    func files() {
        #expect(Self.findings(path: "A.swift", text: .init(repeating: "\n", count: 501)).count == 1)
        #expect(Self.findings(path: "A.swift", text: .init(repeating: "\n", count: 500)) == [])
    }

    @Test("a line of 101 characters is named, one of 100 is not")
    func lines() {
        #expect(Self.lineFindings(path: "a", text: .init(repeating: "ü", count: 101)).count == 1)
        #expect(Self.lineFindings(path: "a", text: .init(repeating: "ü", count: 100)) == [])
    }

    @Test("no function and no Swift file of the tree is too long")
    func tree() {
        #expect(
            Tree.findings(in: ["Sources", "Tests"], endings: ".swift", by: Self.findings) == [])
    }

    @Test(
        "no line of the tree's code is too long",
        arguments: [".swift", ".py", ".js", ".css", ".sql", ".h", ".c", "Makefile"])
    func treeLines(ending: String) {
        let folders = ["Sources", "Tests", "scripts", "deploy", "Web"]
        #expect(Tree.findings(in: folders, endings: ending, by: Self.lineFindings) == [])
    }
}
