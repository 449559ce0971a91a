/// A stream of server-sent events to one client. The server keeps it alive with a comment and a
/// `ping` event every 15 seconds.
@Loop
public final class EventStream {
    private var connection: Connection?
    /// Called once when the stream has ended, whoever ended it.
    public var onClose: (() -> Void)?

    init(_ connection: Connection?) { self.connection = connection }

    public var isOpen: Bool { connection != nil }

    /// Queues bytes, which are sent when the pass ends.
    ///
    /// - Returns: false if the stream is closed, or has been closed now because its reader is more
    ///   than 256 KiB behind.
    @discardableResult
    public func send(_ bytes: [UInt8]) -> Bool {
        guard let connection else { return false }
        return connection.sendOnStream(bytes)
    }

    /// Ends the stream after what was sent before.
    public func close() { connection?.endStream() }

    func ended() {
        guard connection != nil else { return }
        connection = nil
        let body = onClose
        onClose = nil
        body?()
    }
}
