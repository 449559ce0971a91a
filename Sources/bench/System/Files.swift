// Wraps the file calls of the C library: one of the few files that may say `unsafe`.
internal import Glibc

/// Whole files and folders.
enum Files {
    /// - Throws: `BenchFailure` if `path` cannot be read.
    static func read(_ path: String) throws(BenchFailure) -> [UInt8] {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw BenchFailure("\(path) cannot be read: error \(errno)") }
        defer { close(file) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = unsafe Glibc.read(file, &chunk, chunk.count)
            guard count > 0 else { return content }
            content.append(contentsOf: chunk[..<count])
        }
    }

    /// - Throws: `BenchFailure` if `path` cannot be written.
    static func write(_ content: [UInt8], to path: String) throws(BenchFailure) {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw BenchFailure("\(path) cannot be written: error \(errno)") }
        defer { close(file) }
        var rest = content[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { bytes in
                unsafe Glibc.write(file, bytes.baseAddress, bytes.count)
            }
            guard count > 0 else { throw BenchFailure("\(path): write error \(errno)") }
            rest = rest.dropFirst(count)
        }
    }

    /// Makes an empty folder `path`, with the folders above it.
    static func makeFolder(_ path: String) throws(BenchFailure) {
        try Child(["rm", "-rf", "--", path]).wait()
        var made = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            made += "/\(part)"
            guard unsafe mkdir(made, 0o755) == 0 || errno == EEXIST else {
                throw BenchFailure("\(made) cannot be made: error \(errno)")
            }
        }
    }

    /// The folder that `path` means, from the root on.
    static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let folder = unsafe getcwd(nil, 0) else { return path }
        defer { unsafe free(folder) }
        return unsafe String(cString: folder) + "/" + path
    }
}
