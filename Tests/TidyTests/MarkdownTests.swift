import Foundation
import Testing

/// What the documents point to is there.
@Suite("Documents")
struct MarkdownTests {
    /// Returns the relative links of the document at `path` that lead nowhere.
    ///
    /// `exists` answers for a path from the root of the project.
    static func linkFindings(
        path: String, text: String, exists: (String) -> Bool
    ) -> [Finding] {
        let folder = URL(filePath: "/" + path).deletingLastPathComponent()
        return prose(text).enumerated().flatMap { index, line in
            line.matches(of: #/\]\(([^)\s#]*)(?:#[^)\s]*)?\)/#).compactMap { match in
                let target = String(match.output.1)
                guard !target.isEmpty, target.firstMatch(of: #/^[a-z]+:/#) == nil else {
                    return nil
                }
                let place = folder.appending(path: target).standardizedFileURL.path
                guard !exists(String(place.dropFirst())) else { return nil }
                return Finding(path: path, line: index + 1, message: "no such file: \(target)")
            }
        }
    }

    /// Returns the `make …` commands in the code of `text` that are no target of `makefile`.
    static func commandFindings(path: String, text: String, makefile: String) -> [Finding] {
        let targets = Set(
            makefile.split(separator: "\n").compactMap {
                $0.firstMatch(of: #/^([a-z][\w-]*):(?!=)/#).map { String($0.output.1) }
            })
        return code(text).enumerated().flatMap { index, line in
            line.matches(of: #/\bmake ([a-z][\w-]*)/#.simple).map {
                String($0.output.1)
            }
            .filter { !targets.contains($0) }
            .map { Finding(path: path, line: index + 1, message: "no target: make \($0)") }
        }
    }

    /// The lines of `text` with code blanked.
    private static func prose(_ text: String) -> [String] {
        lines(text).map { $0.isCode ? "" : $0.text.replacing(#/`[^`]*`/#, with: "") }
    }

    /// The lines of `text` with everything but code blanked.
    private static func code(_ text: String) -> [String] {
        lines(text).map { line in
            guard !line.isCode else { return line.text }
            return line.text.matches(of: #/`([^`]*)`/#).map { String($0.output.1) }
                .joined(separator: " ")
        }
    }

    private static func lines(_ text: String) -> [(text: String, isCode: Bool)] {
        var fenced = false
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let isFence = line.firstMatch(of: #/^\s*```/#) != nil
            if isFence { fenced.toggle() }
            return (String(line), fenced || isFence)
        }
    }

    @Test(
        "a link that leads nowhere is named",
        arguments: ["see [a](missing.md)", "[a](../missing.md#part)", "![a](missing.png)"])
    func brokenLink(text: String) {
        let found = Self.linkFindings(path: "docs/a.md", text: text) { $0 == "docs/b.md" }
        #expect(found.count == 1)
    }

    @Test(
        "a link to a file, a part or another site, or in code, is not",
        arguments: [
            "[b](b.md)", "[b](../docs/b.md#part)", "[a](#part)", "[a](https://example.com/x)",
            "`[a](missing.md)`", "```\n[a](missing.md)\n```",
        ])
    func goodLink(text: String) {
        #expect(Self.linkFindings(path: "docs/a.md", text: text) { $0 == "docs/b.md" } == [])
    }

    @Test("a make command without a target is named, prose is not")
    func commands() {
        let text = "Run `make tset`.\n```\nmake run\n```\nwe make sure\n"
        let found = Self.commandFindings(path: "a.md", text: text, makefile: "run: build\nX := 1\n")
        #expect(found.map(\.line) == [1])
    }

    @Test("every link and every make command of the documents leads somewhere")
    func tree() throws {
        let makefile = try #require(Tree.text("Makefile"))
        let documents = Tree.files(in: "", endings: ".md")
        #expect(documents.contains("README.md"))
        let found = documents.flatMap { path in
            let text = Tree.text(path) ?? ""
            return Self.linkFindings(path: path, text: text, exists: Tree.exists)
                + Self.commandFindings(path: path, text: text, makefile: makefile)
        }
        #expect(found == [])
    }
}
