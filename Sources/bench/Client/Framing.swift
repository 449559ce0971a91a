/// One whole answer at the beginning of what was received.
struct Frame {
    /// The HTTP status; for Redis the integer answered, 0 for text, -1 for an error.
    let status: Int
    let body: Range<Int>
    /// Bytes of the answer with all that frames it.
    let length: Int
}

/// Knows where an answer ends.
protocol Framing {
    /// Nil while the answer is not whole.
    static func frame(_ bytes: Span<UInt8>) -> Frame?
}

/// HTTP/1.1 answers with a `Content-Length`, or without a body.
enum HTTPFraming: Framing {
    private static let lengthName = Array("content-length:".utf8)

    static func frame(_ bytes: Span<UInt8>) -> Frame? {
        guard bytes.count > 12 else { return nil }
        var line = 0
        var length = 0
        var index = 0
        while index &+ 1 < bytes.count {
            guard bytes[index] == UInt8(ascii: "\r") else {
                index &+= 1
                continue
            }
            guard index > line else { return whole(bytes, head: index &+ 2, body: length) }
            if index &- line > 15, bytes[line] | 0x20 == UInt8(ascii: "c") {
                length = contentLength(bytes, line, index) ?? length
            }
            index &+= 2
            line = index
        }
        return nil
    }

    private static func whole(_ bytes: Span<UInt8>, head: Int, body: Int) -> Frame? {
        guard bytes.count >= head &+ body else { return nil }
        let status = number(bytes, 9, 12)
        return Frame(status: status, body: head..<(head &+ body), length: head &+ body)
    }

    private static func contentLength(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
        // The colon and the hyphen have the bit of the lower case set already.
        for offset in 0..<15 where bytes[start &+ offset] | 0x20 != lengthName[offset] {
            return nil
        }
        return number(bytes, start &+ 15, end)
    }

    private static func number(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        var value = 0
        for index in start..<end where bytes[index] != UInt8(ascii: " ") {
            value = value &* 10 &+ Int(bytes[index] &- UInt8(ascii: "0"))
        }
        return value
    }
}

/// Answers of Redis: integers, texts, errors and bulk strings, but no arrays.
enum RedisFraming: Framing {
    static func frame(_ bytes: Span<UInt8>) -> Frame? {
        var end = 0
        while end < bytes.count, bytes[end] != UInt8(ascii: "\r") { end &+= 1 }
        guard end &+ 1 < bytes.count else { return nil }
        let head = end &+ 2
        switch bytes[0] {
        case UInt8(ascii: ":"):
            return Frame(status: number(bytes, end), body: 1..<end, length: head)
        case UInt8(ascii: "$"):
            let count = max(0, number(bytes, end))
            guard bytes.count >= head &+ count &+ 2 else { return nil }
            return Frame(status: 0, body: head..<(head &+ count), length: head &+ count &+ 2)
        case UInt8(ascii: "+"):
            return Frame(status: 0, body: 1..<end, length: head)
        default:
            return Frame(status: -1, body: 1..<end, length: head)
        }
    }

    private static func number(_ bytes: Span<UInt8>, _ end: Int) -> Int {
        guard bytes[1] != UInt8(ascii: "-") else { return -1 }
        var value = 0
        for index in 1..<end { value = value &* 10 &+ Int(bytes[index] &- UInt8(ascii: "0")) }
        return value
    }
}
