import Glibc

/// A folder on disk. Wraps C: `unsafe` may stand here.
public enum Folder {
    /// From now on this process makes files that only their owner may read.
    public static func keepPrivate() { umask(0o077) }

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
}
