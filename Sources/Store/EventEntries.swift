/// The entries of one batch as a column: lines of the type, a tab and the JSON, which has no
/// line break of its own.
public enum EventEntries {
    public static func pack(_ entries: [LogEntry]) -> [UInt8] {
        var packed: [UInt8] = []
        packed.reserveCapacity(entries.reduce(0) { $0 + $1.body.count + 32 })
        pack(entries, into: &packed)
        return packed
    }

    /// Appends them to `packed`, so that a writer can use its memory again.
    public static func pack(_ entries: [LogEntry], into packed: inout [UInt8]) {
        for entry in entries {
            packed.append(contentsOf: entry.type.utf8)
            packed.append(UInt8(ascii: "\t"))
            packed.append(contentsOf: entry.body)
            packed.append(UInt8(ascii: "\n"))
        }
    }

    /// The body of one entry, counted from 0; nil when there are not so many.
    ///
    /// - Throws: `StoreError.corrupt` for bytes that `pack` did not write.
    public static func body(_ packed: [UInt8], at index: Int) throws(StoreError) -> [UInt8]? {
        guard packed.isEmpty || packed.last == UInt8(ascii: "\n") else {
            throw .corrupt(table: "event_batch", key: "the end")
        }
        // A batch has hundreds, and none but one is wanted.
        var start = 0
        for _ in 0..<max(0, index) {
            guard let end = lineEnd(packed, from: start) else { return nil }
            start = end + 1
        }
        guard index >= 0, let end = lineEnd(packed, from: start) else { return nil }
        let line = packed[start..<end]
        guard let tab = line.firstIndex(of: UInt8(ascii: "\t")) else {
            throw .corrupt(table: "event_batch", key: "entry \(index)")
        }
        return Array(line[(tab + 1)...])
    }

    private static func lineEnd(_ packed: [UInt8], from start: Int) -> Int? {
        let bytes = packed.span
        var index = start
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\n") { return index }
            index &+= 1
        }
        return nil
    }

    /// - Throws: `StoreError.corrupt` for bytes that `pack` did not write.
    public static func entries(_ packed: [UInt8]) throws(StoreError) -> [LogEntry] {
        guard packed.isEmpty || packed.last == UInt8(ascii: "\n") else {
            throw .corrupt(table: "event_batch", key: "the end")
        }
        var entries: [LogEntry] = []
        for line in packed.split(separator: UInt8(ascii: "\n")) {
            guard let tab = line.firstIndex(of: UInt8(ascii: "\t")) else {
                throw .corrupt(table: "event_batch", key: "entry \(entries.count)")
            }
            entries.append(
                LogEntry(
                    type: String(decoding: line[..<tab], as: UTF8.self),
                    body: Array(line[(tab + 1)...])))
        }
        return entries
    }
}
