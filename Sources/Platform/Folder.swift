import Glibc

/// Folders and files on disk. Wraps C: `unsafe` may stand here.
public enum Folder {
    /// Makes the folder for its owner alone, and those above it, where they are missing. Says
    /// whether it is there afterwards.
    public static func make(_ path: String) -> Bool {
        var end = path.startIndex
        while end < path.endIndex {
            end = path[end...].dropFirst().firstIndex(of: "/") ?? path.endIndex
            let part = String(path[..<end])
            guard unsafe mkdir(part, 0o700) == 0 || errno == EEXIST else { return false }
        }
        return unsafe access(path, W_OK | X_OK) == 0
    }

    /// A file's size in bytes; nil where there is none.
    public static func fileSize(_ path: String) -> Int? {
        var facts = stat()
        guard unsafe stat(path, &facts) == 0 else { return nil }
        return Int(facts.st_size)
    }

    /// Removes a file; one that is not there is no mistake.
    public static func removeFile(_ path: String) {
        _ = unsafe unlink(path)
    }

    /// Gives a file another name in its folder, and makes sure that the name is on disk.
    public static func renameFile(_ path: String, to name: String, in folder: String) -> Bool {
        guard unsafe rename(path, name) == 0 else { return false }
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return fsync(descriptor) == 0
    }

    /// Files that the process makes from now on are its owner's alone.
    public static func keepPrivate() {
        umask(0o077)
    }
}
