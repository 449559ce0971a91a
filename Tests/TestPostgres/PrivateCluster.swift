import Foundation

/// A PostgreSQL server of the tests' own on a free port, one for all tests of a process. Its
/// commits are on disk; they wait for a replica only where a session asks for it, and there is
/// none.
public final class PrivateCluster: Sendable {
    /// Of the superuser, whose password is nobody's affair: every local connection is trusted.
    public let url: String
    /// The server runs until it is closed, and the system closes it when this process ends in any
    /// way.
    private let lifeline: FileHandle

    private static let started = Result {
        try PrivateCluster(
            settings: ["synchronous_standby_names=nobody", "synchronous_commit=local"])
    }

    /// The one that the tests share.
    public static func shared() throws -> PrivateCluster { try started.get() }

    /// Makes and starts one of its own. It stops with the last reference to it.
    public init(settings: [String]) throws {
        // The script removes it.
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "holdfast-server-\(UUID().uuidString)")
        let root = URL(filePath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let (input, output) = (Pipe(), Pipe())
        let script = Process()
        script.executableURL = root.appending(path: "scripts/postgres")
        script.arguments = ["run"] + settings
        script.environment = ProcessInfo.processInfo.environment.merging(
            ["HOLDFAST_POSTGRES": folder.path], uniquingKeysWith: { $1 })
        script.standardInput = input
        script.standardOutput = output
        try script.run()
        lifeline = input.fileHandleForWriting
        let text = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard text.hasPrefix("postgresql://") else { throw NoServer() }
        url = text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    deinit {
        // Closed already is closed too.
        try? lifeline.close()
    }
}

/// What was wrong stands in the output of `scripts/postgres`.
struct NoServer: Error {}
