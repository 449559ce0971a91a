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
        let entries = try entries(packed)
        return entries.indices.contains(index) ? entries[index].body : nil
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
