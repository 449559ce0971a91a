internal import HTTP

/// Where a stream's bytes go: a client, or a test.
@Loop
protocol EventSink: AnyObject {
    var isOpen: Bool { get }
    /// Called once when the stream has ended, whoever ended it.
    var onClose: (() -> Void)? { get set }

    /// Returns false if the stream is closed, or has been closed now because its reader is too
    /// far behind.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool

    /// Ends the stream after what was sent before.
    func close()
}

extension EventStream: EventSink {}
