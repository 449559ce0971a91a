import Glibc

/// What the process was started with. Wraps C: `unsafe` may stand here.
public enum ProcessEnvironment {
    /// The words after the program's name.
    ///
    /// Read from the kernel, because the runtime's own list is empty where another library was
    /// loaded before it (libfaketime, say).
    public static func arguments() -> [String] {
        guard let file = unsafe fopen("/proc/self/cmdline", "r") else { return [] }
        defer { unsafe fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = unsafe fgetc(file), byte != EOF {
            bytes.append(UInt8(truncatingIfNeeded: byte))
        }
        let words = bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast()
        return words.dropFirst().map { String(decoding: $0, as: UTF8.self) }
    }

    /// The variables whose names begin with `prefix`.
    public static func variables(beginning prefix: String) -> [String: String] {
        var found: [String: String] = [:]
        var next = unsafe environ
        while let entry = unsafe next.pointee {
            let text = unsafe String(cString: entry)
            if text.hasPrefix(prefix), let equals = text.firstIndex(of: "=") {
                found[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            unsafe next += 1
        }
        return found
    }
}
