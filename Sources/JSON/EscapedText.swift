/// Resolves the escapes of a string that `Validator` has accepted.
enum EscapedText {
    /// The UTF-8 that the body of a string (without its quotes) stands for.
    static func decode(_ bytes: [UInt8], from start: Int, to end: Int) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(end - start)
        var position = start
        while position < end {
            let byte = bytes[position]
            if byte == ASCII.backslash {
                appendEscape(bytes, &position, &result)
            } else {
                result.append(byte)
                position += 1
            }
        }
        return result
    }

    /// Four hexadecimal digits from `position` on, or nil where they are not.
    static func hexUnit(_ bytes: [UInt8], _ position: Int) -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        var unit: UInt32 = 0
        for offset in 0..<4 {
            guard let digit = ASCII.hexValue(bytes[position + offset]) else { return nil }
            unit = unit << 4 | digit
        }
        return unit
    }

    private static func appendEscape(
        _ bytes: [UInt8], _ position: inout Int, _ result: inout [UInt8]
    ) {
        let letter = bytes[position + 1]
        position += 2
        switch letter {
        case UInt8(ascii: "b"): result.append(0x08)
        case UInt8(ascii: "f"): result.append(0x0C)
        case UInt8(ascii: "n"): result.append(ASCII.lineFeed)
        case UInt8(ascii: "r"): result.append(ASCII.carriageReturn)
        case UInt8(ascii: "t"): result.append(ASCII.tab)
        case UInt8(ascii: "u"): appendUnicode(bytes, &position, &result)
        default: result.append(letter)
        }
    }

    private static func appendUnicode(
        _ bytes: [UInt8], _ position: inout Int, _ result: inout [UInt8]
    ) {
        var code = hexUnit(bytes, position) ?? 0xFFFD
        position += 4
        if code & 0xFC00 == 0xD800 {
            let low = hexUnit(bytes, position + 2) ?? 0xDC00
            position += 6
            code = 0x10000 + (code & 0x3FF) << 10 + (low & 0x3FF)
        }
        let scalar = Unicode.Scalar(code) ?? "\u{FFFD}"
        result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
}
