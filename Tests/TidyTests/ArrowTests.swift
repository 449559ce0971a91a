import Testing

/// Which room may know which. `ARCHITECTURE.md` says why; a new arrow is added here and there.
@Suite("Arrows")
struct ArrowTests {
    private static let rooms: Set = [
        "Domain", "JSON", "HTTP", "Platform", "Store", "SQLiteStore", "PostgresStore", "Engine",
        "API", "Demo",
    ]
    private static let system: Set = ["Glibc", "Synchronization", "Dispatch"]
    private static let clang: Set = ["CSys", "CSQLite", "CPostgres", "CSodium"]

    /// What the Swift files of each folder in `Sources` may import. Foundation is in no row.
    static let allowed: [String: Set<String>] = [
        "Domain": [],
        "Demo": ["Domain"],
        "JSON": [],
        "Platform": ["CSys", "CSodium", "Glibc", "Synchronization", "Dispatch"],
        "HTTP": ["Platform", "CSys", "Glibc", "Synchronization", "Dispatch"],
        "Store": ["Domain", "Synchronization"],
        "SQLiteStore": ["Store", "Domain", "Platform", "CSQLite", "Synchronization"],
        "PostgresStore": ["Store", "Domain", "Platform", "CPostgres", "Synchronization"],
        "Engine": ["Store", "Domain", "Synchronization", "Dispatch"],
        "API": ["Engine", "Store", "Domain", "HTTP", "JSON", "Platform", "Synchronization"],
        "holdfast": rooms.union(system).union(clang),
        "bench": rooms.union(system).union(clang),
    ]

    /// Returns the imports of a file in `Sources` that its room may not have.
    static func findings(path: String, text: String) -> [Finding] {
        let parts = path.split(separator: "/")
        guard parts.count > 2, parts[0] == "Sources" else { return [] }
        let room = String(parts[1])
        guard let allowed = allowed[room] else {
            return [Finding(path: path, line: 1, message: "no row for the room \(room)")]
        }
        return imports(text).filter { !allowed.contains($0.module) }.map {
            Finding(path: path, line: $0.line, message: "\(room) may not import \($0.module)")
        }
    }

    /// Returns each module that `text` imports, in whatever spelling, with its line.
    static func imports(_ text: String) -> [(module: String, line: Int)] {
        let spelling =
            #/\bimport\s+(?:(?:typealias|struct|class|enum|protocol|let|var|func)\s+)?(\w+)/#.simple
        return SwiftText(text).codeLines.enumerated().flatMap { index, line in
            line.matches(of: spelling).map { (String($0.output.1), index + 1) }
        }
    }

    @Test(
        "an import is seen in every spelling",
        arguments: [
            "import Engine", "public import Engine", "internal import Engine",
            "@_exported import Engine", "@preconcurrency private import Engine",
            "import struct Engine.Queue", "#if os(Linux)\nimport Engine\n#endif",
            "import Domain; import Engine", "@testable import Engine",
        ])
    func spellings(text: String) {
        #expect(Self.imports(text).map(\.module).contains("Engine"))
    }

    @Test(
        "an arrow that is not in the table is named",
        arguments: [
            ("Sources/Domain/Stock/A.swift", "import Foundation"),
            ("Sources/Engine/A.swift", "public import SQLiteStore"),
            ("Sources/HTTP/A.swift", "import Domain"),
            ("Sources/holdfast/A.swift", "import Foundation"),
            ("Sources/Utils/A.swift", "import Domain"),
        ])
    func forbidden(path: String, text: String) {
        #expect(Self.findings(path: path, text: text).count == 1)
    }

    @Test("what is allowed, or only mentioned, is not named")
    func harmless() {
        let text = "import Store\n// import SQLiteStore\nlet x = \"import SQLiteStore\"\n"
        #expect(Self.findings(path: "Sources/Engine/A.swift", text: text) == [])
    }

    @Test("every import in Sources is an arrow of the table")
    func tree() {
        #expect(Tree.findings(in: ["Sources"], endings: ".swift", by: Self.findings) == [])
    }
}
