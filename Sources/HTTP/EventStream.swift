/// A stream of server-sent events to one client. The server keeps it alive with a comment and a
/// `ping` event every 15 seconds.
@Loop
public final class EventStream {
    private var connection: Connection?
    /// Called once when the stream has ended, whoever ended it.
    public var onClose: (() -> Void)?
    /// Called when a reader that made bytes wait has taken them all.
    public var onDrain: (() -> Void)?

    init(_ connection: Connection?) { self.connection = connection }

    public var isOpen: Bool { connection != nil }

    /// Bytes that wait because the reader has not taken those before them; 0 if it is closed.
    public var unsent: Int { connection?.unsent ?? 0 }

    /// Queues bytes, which are sent when the pass ends.
    ///
    /// - Returns: false if the stream is closed, or has been closed now because its reader is more
    ///   than 256 KiB behind. What is larger than that is taken where nothing else waits.
    @discardableResult
    public func send(_ bytes: [UInt8]) -> Bool {
        guard let connection else { return false }
        return connection.sendOnStream(bytes)
    }

    /// Ends the stream after what was sent before.
    public func close() { connection?.endStream() }

    /// Ends the stream at once, for a reader that does not read.
    public func cut() { connection?.cutOff() }

    func ended() {
        guard connection != nil else { return }
        connection = nil
        let body = onClose
        onClose = nil
        onDrain = nil
        body?()
    }
}
