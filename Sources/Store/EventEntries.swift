/// The entries of one batch as a column: lines of the type, a tab and the JSON, which has no
/// line break of its own.
public enum EventEntries {
    public static func pack(_ entries: [LogEntry]) -> [UInt8] {
        var packed: [UInt8] = []
        packed.reserveCapacity(entries.reduce(0) { $0 + $1.body.count + 24 })
        for entry in entries {
            packed += entry.type.utf8
            packed.append(UInt8(ascii: "\t"))
            packed += entry.body
            packed.append(UInt8(ascii: "\n"))
        }
        return packed
    }

    /// - Throws: `StoreError.corrupt` for bytes that `pack` did not write.
    public static func entries(_ packed: [UInt8]) throws(StoreError) -> [LogEntry] {
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
