/// A request that is the same every time but for some numbers of fixed width.
///
/// In the text, `{key}` stands for 12 digits that count up and `{item}` for 6 digits that a
/// `Picker` chooses. The lengths that HTTP and Redis send along therefore never change.
struct RequestTemplate {
    private struct Mark {
        let offset: Int
        let width: Int
        let isKey: Bool
    }

    private static let widths = ["{key}": 12, "{item}": 6]
    private let bytes: [UInt8]
    private var marks: [Mark] = []

    /// An HTTP request.
    init(method: String, target: String, key: String, idempotencyKey: String?, body: String) {
        let width = Self.withoutMarks(body).utf8.count
        var bytes = HTTPRequest.bytes(method, target, key: key, idempotencyKey: idempotencyKey)
        if !body.isEmpty {
            bytes.removeLast(2)
            let head = "Content-Type: application/json\r\nContent-Length: \(width)\r\n\r\n"
            bytes += Array((head + body).utf8)
        }
        self.init(text: String(decoding: bytes, as: UTF8.self))
    }

    /// A Redis command.
    init(command: [String]) {
        var text = "*\(command.count)\r\n"
        for word in command {
            text += "$\(Self.withoutMarks(word).utf8.count)\r\n\(word)\r\n"
        }
        self.init(text: text)
    }

    private init(text: String) {
        var bytes: [UInt8] = []
        var marks: [Mark] = []
        var rest = text[...]
        while let start = rest.firstIndex(of: "{") {
            bytes += Array(rest[..<start].utf8)
            rest = rest[start...]
            guard let (name, width) = Self.widths.first(where: { rest.hasPrefix($0.key) }) else {
                bytes.append(UInt8(ascii: "{"))
                rest.removeFirst()
                continue
            }
            marks.append(Mark(offset: bytes.count, width: width, isKey: name == "{key}"))
            bytes += [UInt8](repeating: UInt8(ascii: "0"), count: width)
            rest.removeFirst(name.count)
        }
        self.bytes = bytes + Array(rest.utf8)
        self.marks = marks
    }

    /// Appends the request with `key` and a new choice of `picker` at each of its places.
    func append(to output: inout [UInt8], key: Int, picker: inout Picker) {
        let start = output.count
        output.append(contentsOf: bytes)
        for mark in marks {
            var rest = mark.isKey ? key : picker.next()
            var index = start &+ mark.offset &+ mark.width
            while rest > 0 {
                index &-= 1
                output[index] = UInt8(ascii: "0") &+ UInt8(rest % 10)
                rest /= 10
            }
        }
    }

    private static func withoutMarks(_ text: String) -> String {
        widths.reduce(text) { text, mark in
            let zeros = String(repeating: "0", count: mark.value)
            return text.split(separator: mark.key, omittingEmptySubsequences: false)
                .joined(separator: zeros)
        }
    }
}
