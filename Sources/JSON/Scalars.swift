/// The spelling of strings, numbers and words.
enum Scalars {
    /// Escapes what must be escaped: quotes, backslashes, and control characters.
    static func append(_ value: String, to bytes: inout ByteBuffer) {
        let text = value.utf8.span
        // Nearly all strings end with this; the rest is for those with escapes.
        var index = bytes.append(quoted: text)
        guard index < text.count else { return }
        while index < text.count {
            appendEscaped(text[index], to: &bytes)
            index &+= 1
        }
        bytes.append(ASCII.quote)
    }

    static func append(_ value: Int64, to bytes: inout ByteBuffer) {
        // Most numbers of a shop have one digit.
        if value >= 0, value < 10 {
            return bytes.append(ASCII.zero &+ UInt8(truncatingIfNeeded: value))
        }
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var first = 20
        var rest = value.magnitude
        repeat {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            first &-= 1
            digits[first] = ASCII.zero &+ UInt8(truncatingIfNeeded: digit)
            rest = quotient
        } while rest > 0
        bytes.append(upTo: 20) { output in
            if value < 0 { output.append(ASCII.minus) }
            while first < 20 {
                output.append(digits[first])
                first &+= 1
            }
        }
    }

    static func append(
        plain capacity: Int, _ body: (inout OutputSpan<UInt8>) -> Void, to bytes: inout ByteBuffer
    ) {
        bytes.append(upTo: capacity + 2) { output in
            output.append(ASCII.quote)
            body(&output)
            output.append(ASCII.quote)
        }
    }

    /// A string none of which needs an escape.
    static func append(plain text: Span<UInt8>, to bytes: inout ByteBuffer) {
        bytes.append(ASCII.quote)
        bytes.append(text)
        bytes.append(ASCII.quote)
    }

    static func append(_ value: Int, to bytes: inout ByteBuffer) {
        append(Int64(value), to: &bytes)
    }

    static func append(_ value: Bool, to bytes: inout ByteBuffer) {
        bytes.append(value ? "true" : "false" as StaticString)
    }

    /// The shortest spelling that reads back as the same number; `null` if it is not finite,
    /// because JSON has no word for that.
    static func append(_ value: Double, to bytes: inout ByteBuffer) {
        guard value.isFinite else { return appendNull(to: &bytes) }
        bytes.append(value.description.utf8.span)
    }

    static func appendNull(to bytes: inout ByteBuffer) {
        bytes.append("null")
    }

    @inline(__always)
    static func needsEscape(_ byte: UInt8) -> Bool {
        byte < ASCII.space || byte == ASCII.quote || byte == ASCII.backslash
    }

    private static func appendEscaped(_ byte: UInt8, to bytes: inout ByteBuffer) {
        guard needsEscape(byte) else { return bytes.append(byte) }
        bytes.append(ASCII.backslash)
        switch byte {
        case ASCII.quote, ASCII.backslash: bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case ASCII.lineFeed: bytes.append(UInt8(ascii: "n"))
        case ASCII.carriageReturn: bytes.append(UInt8(ascii: "r"))
        case ASCII.tab: bytes.append(UInt8(ascii: "t"))
        default:
            bytes.append("u00")
            bytes.append(hexDigit(byte >> 4))
            bytes.append(hexDigit(byte & 0xF))
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? ASCII.zero + value : UInt8(ascii: "a") + value - 10
    }
}

extension Scalars {
    static func append(_ value: String?, to bytes: inout ByteBuffer) {
        if let value { append(value, to: &bytes) } else { appendNull(to: &bytes) }
    }

    static func append(_ value: Int64?, to bytes: inout ByteBuffer) {
        if let value { append(value, to: &bytes) } else { appendNull(to: &bytes) }
    }

    static func append(_ value: Int?, to bytes: inout ByteBuffer) {
        if let value { append(value, to: &bytes) } else { appendNull(to: &bytes) }
    }

    static func append(_ value: Bool?, to bytes: inout ByteBuffer) {
        if let value { append(value, to: &bytes) } else { appendNull(to: &bytes) }
    }

    static func append(_ value: Double?, to bytes: inout ByteBuffer) {
        if let value { append(value, to: &bytes) } else { appendNull(to: &bytes) }
    }
}
