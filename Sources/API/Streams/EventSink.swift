internal import HTTP

/// Where a stream's bytes go: a client, or a test.
@Loop
protocol EventSink: AnyObject {
    var isOpen: Bool { get }
    /// Bytes that wait because the reader has not taken those before them; 0 if it is closed.
    var unsent: Int { get }
    /// Called once when the stream has ended, whoever ended it.
    var onClose: (() -> Void)? { get set }
    /// Called when a reader that made bytes wait has taken them all.
    var onDrain: (() -> Void)? { get set }

    /// Returns false if the stream is closed, or has been closed now because its reader is too
    /// far behind.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool

    /// Ends the stream after what was sent before.
    func close()

    /// Ends the stream at once, for a reader that does not read.
    func cut()
}

extension EventStream: EventSink {}
