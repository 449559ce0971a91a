public import Store

/// One database in a place of its own, and the store over it, which may be opened again.
public protocol StoreFixture: AnyObject {
    var store: any Store { get }

    /// A reader that sees what is committed.
    func makeReader(connections: Int) throws -> any ReadStore

    /// Closes the store in good order, and opens it again.
    func reopen() throws

    /// Drops the store as a crash does, and opens what that leaves.
    func crash() throws

    /// Runs statements behind the store's back.
    func falsify(_ sql: String) throws

    /// Bytes as the database's SQL spells them.
    func literal(_ bytes: [UInt8]) -> String
}
