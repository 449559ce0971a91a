/// What the headers say about the request itself: where it ends, for whom it is, what comes after.
package struct HeadFacts {
    enum Transfer {
        case none
        case chunked
        /// Named cleanly, but not one of ours.
        case unknown
    }

    package enum Framing: Equatable {
        case length(Int)
        case chunked
    }

    var isVersion10 = false
    var host: Range<Int>?
    var contentLength: Int?
    var transfer = Transfer.none
    package private(set) var expectsContinue = false
    private var saysClose = false
    private var saysKeepAlive = false

    /// Whether the client wants to send more on this connection.
    package var keepsAlive: Bool { isVersion10 ? saysKeepAlive && !saysClose : !saysClose }

    /// Where the body ends.
    ///
    /// - Throws: where two headers say it, before anything else; then an unknown coding.
    package func framing() throws(ProtocolError) -> Framing {
        switch transfer {
        case .none: return .length(contentLength ?? 0)
        case .chunked, .unknown: break
        }
        guard contentLength == nil else { throw .badRequest(.ambiguousLength) }
        guard !isVersion10 else { throw .badRequest(.transferEncoding) }
        guard transfer == .chunked else { throw .transferCodingNotImplemented }
        return .chunked
    }

    /// Takes note of one header, if it is one that the protocol itself is about.
    mutating func note(
        _ bytes: borrowing Span<UInt8>, name: Range<Int>, value: Range<Int>
    ) throws(ProtocolError) {
        switch name.count {
        case 4 where Self.isNamed(bytes, name, "host"):
            guard host == nil else { throw .badRequest(.host) }
            host = value
        case 6 where Self.isNamed(bytes, name, "expect"):
            guard Self.isNamed(bytes, value, "100-continue") else { throw .expectationFailed }
            expectsContinue = true
        case 10 where Self.isNamed(bytes, name, "connection"):
            noteConnection(bytes, value)
        case 14 where Self.isNamed(bytes, name, "content-length"):
            guard contentLength == nil, let length = Self.number(bytes, value)
            else { throw .badRequest(.contentLength) }
            contentLength = length
        case 17 where Self.isNamed(bytes, name, "transfer-encoding"):
            guard transfer == .none else { throw .badRequest(.transferEncoding) }
            transfer = try Self.transfer(bytes, value)
        case _: return
        }
    }

    private mutating func noteConnection(_ bytes: borrowing Span<UInt8>, _ value: Range<Int>) {
        var start = value.lowerBound
        while start <= value.upperBound {
            let token = Self.listElement(bytes, from: start, to: value.upperBound)
            if Self.isNamed(bytes, token.content, "close") { saysClose = true }
            if Self.isNamed(bytes, token.content, "keep-alive") { saysKeepAlive = true }
            start = token.next
        }
    }

    private static func transfer(
        _ bytes: borrowing Span<UInt8>, _ value: Range<Int>
    ) throws(ProtocolError) -> Transfer {
        var start = value.lowerBound
        var count = 0
        var chunked = 0
        while start <= value.upperBound {
            let token = listElement(bytes, from: start, to: value.upperBound)
            guard !token.content.isEmpty, isToken(bytes, token.content)
            else { throw .badRequest(.transferEncoding) }
            count += 1
            if isNamed(bytes, token.content, "chunked") { chunked += 1 }
            start = token.next
        }
        guard chunked == count else { return .unknown }
        guard count == 1 else { throw .badRequest(.transferEncoding) }
        return .chunked
    }

    /// The element of a list separated by commas that begins at `start`, without white space, and
    /// where the next one begins: beyond `end` after the last.
    private static func listElement(
        _ bytes: borrowing Span<UInt8>, from start: Int, to end: Int
    ) -> (content: Range<Int>, next: Int) {
        var comma = start
        while comma < end, bytes[comma] != UInt8(ascii: ",") { comma += 1 }
        return (trimmed(bytes, start..<comma), comma + 1)
    }

    static func trimmed(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start &+= 1 }
        while end > start, bytes[end &- 1] == 0x20 || bytes[end &- 1] == 0x09 { end &-= 1 }
        return start..<end
    }

    /// Digits and nothing else, at most 18 of them.
    private static func number(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Int? {
        guard (1...18).contains(range.count) else { return nil }
        var number = 0
        for index in range {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            number = number * 10 + Int(digit)
        }
        return number
    }

    private static func isToken(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Bool {
        for index in range where !Characters.isToken(bytes[index]) { return false }
        return true
    }

    private static func isNamed(
        _ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ name: StaticString
    ) -> Bool {
        StaticText.matches(
            bytes, from: range.lowerBound, to: range.upperBound, lowerCase: name)
    }
}
