import Testing

/// A rule of the database is found in one place.
@Suite("SQL")
struct SQLTests {
    private static let rooms = ["Sources/Store/", "Sources/SQLiteStore/", "Sources/PostgresStore/"]

    /// Returns the string literals outside the stores that are SQL.
    static func findings(path: String, text: String) -> [Finding] {
        guard !rooms.contains(where: path.hasPrefix) else { return [] }
        let read = #/\bSELECT\b(?s:.*)\bFROM\b|\bDELETE\s+FROM\b/#.simple
        let write = #/\bINSERT\s+(?:OR\s+\w+\s+)?INTO\b|\bUPDATE\b(?s:.*)\bSET\b/#.simple
        return SwiftText(text).literals
            .filter { $0.text.firstMatch(of: read) != nil || $0.text.firstMatch(of: write) != nil }
            .map { Finding(path: path, line: $0.line, message: "SQL outside the stores") }
    }

    @Test(
        "a statement is seen, in one line or several",
        arguments: [
            "\"SELECT a FROM b\"", "\"\"\"\n    SELECT a\n      FROM b\n    \"\"\"",
            "\"INSERT INTO a VALUES (1)\"", "\"INSERT OR IGNORE INTO a VALUES (1)\"",
            "\"UPDATE a SET b = 1\"", "\"DELETE FROM a\"", "#\"DELETE FROM \"a\"\"#",
        ])
    func seen(text: String) {
        #expect(Self.findings(path: "Sources/API/A.swift", text: "let sql = \(text)").count == 1)
        #expect(Self.findings(path: "Sources/Store/A.swift", text: "let sql = \(text)") == [])
    }

    @Test(
        "prose is not",
        arguments: ["\"select a location from the list\"", "// SELECT a FROM b", "\"UPDATE\""])
    func harmless(text: String) {
        #expect(Self.findings(path: "Sources/API/A.swift", text: text) == [])
    }

    @Test("no room but the stores speaks SQL")
    func tree() {
        #expect(Tree.findings(in: ["Sources"], endings: ".swift", by: Self.findings) == [])
    }
}
