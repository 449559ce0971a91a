import Glibc

/// The variables that the process was started with. Wraps C: `unsafe` may stand here.
public enum ProcessEnvironment {
    /// Those whose names begin with `prefix`.
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
