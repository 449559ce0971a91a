import HTTP

@testable import API

/// A client that keeps what it is sent. It takes all at once, unless told otherwise.
@Loop
final class FakeSink: EventSink {
    private(set) var text = ""
    private(set) var unsent = 0
    private var isAsleep = false
    private(set) var isOpen = true
    var onClose: (() -> Void)?
    var onDrain: (() -> Void)?

    /// Takes nothing from now on but by `read`.
    func sleep() {
        isAsleep = true
    }

    /// Takes up to `count` bytes.
    func read(_ count: Int) {
        guard unsent > 0 else { return }
        unsent -= min(unsent, count)
        if unsent == 0 { onDrain?() }
    }

    func send(_ bytes: [UInt8]) -> Bool {
        guard isOpen else { return false }
        if isAsleep { unsent += bytes.count }
        text += String(decoding: bytes, as: UTF8.self)
        return true
    }

    func close() {
        guard isOpen else { return }
        isOpen = false
        onClose?()
    }

    func cut() { close() }

    /// The values of a field, in order.
    func values(of field: String) -> [String] {
        text.split(separator: "\n").filter { $0.hasPrefix(field + ": ") }
            .map { String($0.dropFirst(field.count + 2)) }
    }

    var ids: [Int64] { values(of: "id").compactMap { Int64($0) } }
}
