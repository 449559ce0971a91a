import Testing

/// The project knows nothing of the machine it was written on.
@Suite("Places")
struct PlaceTests {
    /// Folders of one machine and hosts that packages come from, spelled so that this file does
    /// not contain them.
    static let needles = [
        "/wo" + "rk/", "/tm" + "p/hf", "pypi." + "org", "registry." + "npmjs", "crates." + "io",
        "proxy." + "golang", "rubygems." + "org", "deb." + "debian.org", "artifac" + "tory",
    ]

    /// Returns the lines of `text` that name such a place.
    static func findings(path: String, text: String) -> [Finding] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .flatMap { index, line in
                needles.filter { line.contains($0) }
                    .map { Finding(path: path, line: index + 1, message: "names \($0)") }
            }
    }

    @Test("a place is seen in the middle of a line", arguments: needles)
    func seen(needle: String) {
        #expect(Self.findings(path: "a", text: "one\ncd \(needle)x\n").map(\.line) == [2])
    }

    @Test("no file of the tree names one")
    func tree() {
        #expect(Tree.findings(in: [""], endings: "", by: Self.findings) == [])
    }
}
