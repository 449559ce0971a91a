import HTTP

@testable import API

/// A client that keeps what it is sent.
@Loop
final class FakeSink: EventSink {
    private(set) var text = ""
    private(set) var isOpen = true
    var onClose: (() -> Void)?

    func send(_ bytes: [UInt8]) -> Bool {
        guard isOpen else { return false }
        text += String(decoding: bytes, as: UTF8.self)
        return true
    }

    func close() {
        guard isOpen else { return }
        isOpen = false
        onClose?()
    }

    /// The values of a field, in order.
    func values(of field: String) -> [String] {
        text.split(separator: "\n").filter { $0.hasPrefix(field + ": ") }
            .map { String($0.dropFirst(field.count + 2)) }
    }

    var ids: [Int64] { values(of: "id").compactMap { Int64($0) } }
}
