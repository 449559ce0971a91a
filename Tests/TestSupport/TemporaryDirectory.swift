import Foundation

/// A folder of its own that goes away with the last reference to it.
public final class TemporaryDirectory: Sendable {
    public let path: String

    public init() throws {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("holdfast-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        // A folder left behind in /tmp harms nothing.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The database's files as a `kill -9` would leave them: whatever was written so far.
    public func crashImage() throws -> TemporaryDirectory {
        let image = try TemporaryDirectory()
        for name in ["holdfast.db", "holdfast.db-wal"]
        where FileManager.default.fileExists(atPath: path + "/" + name) {
            try FileManager.default.copyItem(
                atPath: path + "/" + name, toPath: image.path + "/" + name)
        }
        return image
    }
}
