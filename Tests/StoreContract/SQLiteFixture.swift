public import SQLiteStore
public import Store
public import TestSupport

/// A database file in a folder of its own.
public final class SQLiteFixture: StoreFixture {
    public private(set) var directory: TemporaryDirectory
    private let keyMaximum: Int
    private var opened: SQLiteStore?

    /// `keyMaximum`: idempotency keys that are kept in memory.
    public init(keyMaximum: Int = 1_000_000) throws {
        self.keyMaximum = keyMaximum
        directory = try TemporaryDirectory()
        try open()
    }

    public var sqlite: SQLiteStore {
        guard let opened else { preconditionFailure("the store did not open again") }
        return opened
    }

    public var store: any Store { sqlite }

    public func makeReader(connections: Int) throws -> any ReadStore {
        try sqlite.makeReader(connections: connections)
    }

    public func reopen() throws {
        try sqlite.close()
        // The lock goes with the store, so the old one must be gone before the new one comes.
        opened = nil
        try open()
    }

    public func crash() throws {
        let image = try directory.crashImage()
        opened = nil
        directory = image
        try open()
    }

    public func falsify(_ sql: String) throws { try RawDatabase.run(sql, in: directory) }

    public func literal(_ bytes: [UInt8]) -> String {
        let digits = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
        return "x'\(digits.joined())'"
    }

    private func open() throws {
        opened = try SQLiteStore(directory: directory.path, keyMaximum: keyMaximum)
    }
}
