internal import Domain
internal import Engine
internal import Store

/// An entry of the log as it goes over the wire, made once however many listen.
struct StreamedEntry: Equatable, Sendable {
    let position: Int64
    let bytes: [UInt8]

    init(_ entry: LogEntry, at position: Int64) {
        self.position = position
        bytes = SSE.event(entry.type, id: position, data: entry.body)
    }
}

/// The newest entries of a log, without a gap.
struct RecentEntries: Sendable {
    /// Bounds the memory of a tenant that somebody listens to.
    static let maximum = 1_024

    private var entries: [StreamedEntry] = []

    var isEmpty: Bool { entries.isEmpty }

    /// Adds what follows the entries that are here; after a gap they are of no use any more.
    mutating func add(_ new: [StreamedEntry]) {
        guard let first = new.first else { return }
        if let last = entries.last, last.position + 1 != first.position { entries = [] }
        entries.append(contentsOf: new)
        // Trimmed in large steps, so that adding one entry does not move all the others.
        if entries.count > 2 * Self.maximum {
            entries.removeFirst(entries.count - Self.maximum)
        }
    }

    /// All entries after `position`, or nil where some of them are not here, or none ever was.
    func entries(after position: Int64) -> ArraySlice<StreamedEntry>? {
        guard let first = entries.first, position + 1 >= first.position else { return nil }
        let skipped = min(position + 1 - first.position, Int64(entries.count))
        return entries[Int(skipped)...]
    }
}
