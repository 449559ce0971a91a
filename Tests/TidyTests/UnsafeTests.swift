import Testing

/// Memory that the compiler does not check stays in a few files, each with its reason.
@Suite("Unsafe code")
struct UnsafeTests {
    /// The files that may say so, and why.
    static let allowed: [String: String] = [
        "Sources/HTTP/Loop.swift": "tells the compiler what a check at run time has found",
        "Sources/HTTP/LoopExecutor.swift": "runs jobs by the concurrency runtime's own calls",
        "Sources/HTTP/System/ControlScan.swift": "loads eight bytes at a time",
        "Sources/HTTP/System/EventQueue.swift": "wraps epoll",
        "Sources/HTTP/System/Sockets.swift": "wraps the system's sockets",
        "Sources/HTTP/System/StaticText.swift": "reads static strings through their pointers",
        "Sources/HTTP/System/TerminationSignal.swift": "wraps a signal descriptor",
        "Sources/JSON/ByteBuffer.swift": "holds a document's memory",
        "Sources/JSON/StaticString+Bytes.swift": "reads the bytes of a literal in place",
        "Sources/Platform/Digest.swift": "wraps libsodium's hashes",
        "Sources/Platform/ExclusiveFile.swift": "opens and locks a file",
        "Sources/Platform/Folder.swift": "makes folders by the C library",
        "Sources/Platform/NamedThread.swift": "wraps pthreads",
        "Sources/Platform/Output.swift": "writes to the process's own descriptors",
        "Sources/Platform/ProcessEnvironment.swift": "reads C strings of the process",
        "Sources/Platform/SystemClock.swift": "wraps the C library's clocks",
        "Sources/Platform/SystemRandom.swift": "wraps libsodium's generator",
        "Sources/Platform/Wake.swift": "wraps an event descriptor",
        "Sources/PostgresStore/Reply.swift": "wraps results of libpq",
        "Sources/PostgresStore/Wire.swift": "wraps a connection of libpq",
        "Sources/SQLiteStore/Connection.swift": "wraps a SQLite connection",
        "Sources/SQLiteStore/Arena.swift": "keeps bound bytes until after the step",
        "Sources/SQLiteStore/Statement.swift": "wraps a SQLite statement",
        "Sources/bench/System/Child.swift": "starts and watches another program",
        "Sources/bench/System/Files.swift": "reads and writes files by the C library",
        "Sources/bench/System/Sockets.swift": "wraps the system's sockets",
        "Tests/StoreContract/RawDatabase.swift": "damages databases behind the store's back",
    ]

    /// Returns the lines of a file outside `allowed` that leave the compiler's protection.
    static func findings(path: String, text: String) -> [Finding] {
        guard allowed[path] == nil else { return [] }
        return uses(text).map {
            Finding(path: path, line: $0, message: "unsafe outside the listed files")
        }
    }

    /// Returns the lines that say `unsafe`, `@safe`, `nonisolated(unsafe)` or `@unchecked`.
    static func uses(_ text: String) -> [Int] {
        let word = #/\bunsafe\b|@safe\b|@unchecked\s+Sendable\b/#.simple
        return SwiftText(text).codeLines.enumerated()
            .filter { $0.element.firstMatch(of: word) != nil }
            .map { $0.offset + 1 }
    }

    @Test(
        "each way out of the compiler's protection is seen",
        arguments: [
            "let x = unsafe pointer.pointee", "x = y.unsafe.z", "@unsafe func f() {}",
            "@safe struct A {}",
            "final class A: @unchecked Sendable {}", "nonisolated(unsafe) var x = 1",
        ])
    func seen(text: String) {
        #expect(Self.findings(path: "Sources/Engine/A.swift", text: text).map(\.line) == [1])
    }

    @Test(
        "prose and longer words are not",
        arguments: ["// unsafe to call twice", "let x = \"unsafe\"", "let unsafeCount = 1"])
    func harmless(text: String) {
        #expect(Self.findings(path: "Sources/Engine/A.swift", text: text) == [])
    }

    @Test("only listed files are unsafe")
    func tree() {
        #expect(
            Tree.findings(in: ["Sources", "Tests"], endings: ".swift", by: Self.findings) == [])
    }

    @Test("a listed file exists, still needs its place, and has a reason", arguments: allowed.keys)
    func listed(path: String) {
        #expect(Tree.text(path).map { !Self.uses($0).isEmpty } == true)
        #expect(Self.allowed[path]?.isEmpty == false)
    }
}
