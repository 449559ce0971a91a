import Foundation

/// The files of the project, as a clone has them.
enum Tree {
    /// The folder that holds `Package.swift`.
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// What is built, fetched or kept by a run, and not part of the project.
    private static let skipped: Set = [".git", ".build", "data", "__pycache__", ".venv"]

    /// Returns the paths below `folder` whose name ends in one of `endings`, sorted.
    ///
    /// A folder that does not exist has no files. No endings: every file.
    static func files(in folder: String, endings: String...) -> [String] {
        var paths: [String] = []
        collect(folder, into: &paths)
        guard !endings.isEmpty else { return paths.sorted() }
        return paths.filter { path in endings.contains { path.hasSuffix($0) } }.sorted()
    }

    /// Returns the text of the file at `path`; nil when it is not text or not there.
    static func text(_ path: String) -> String? {
        try? String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// Whether there is a file or folder at `path`, from the root.
    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    /// Applies `rule` to each file below `folders`, and gathers what it finds.
    static func findings(
        in folders: [String], endings: String,
        by rule: (_ path: String, _ text: String) -> [Finding]
    ) -> [Finding] {
        folders.flatMap { folder in
            files(in: folder, endings: endings).flatMap { path in
                text(path).map { rule(path, $0) } ?? []
            }
        }
    }

    private static func collect(_ folder: String, into paths: inout [String]) {
        let url = folder.isEmpty ? root : root.appending(path: folder)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        for name in names where !skipped.contains(name) && !name.hasPrefix(".build") {
            let path = folder.isEmpty ? name : "\(folder)/\(name)"
            let values = try? root.appending(path: path).resourceValues(forKeys: [.isDirectoryKey])
            if values?.isDirectory == true {
                collect(path, into: &paths)
            } else {
                paths.append(path)
            }
        }
    }
}
