/// Strings, numbers and the three words.
extension Validator {
    /// Passes a string from its opening to its closing quote. True if it has escapes.
    mutating func passString() throws(JSONError) -> Bool {
        let start = position
        var isEscaped = false
        position &+= 1
        while true {
            position = Self.plainTextEnd(bytes.span, from: position)
            switch peek() {
            case ASCII.quote:
                position &+= 1
                return isEscaped
            case ASCII.backslash:
                isEscaped = true
                try passEscape(token: start)
            case 0x80...0xFF: try passMultibyte(token: start)
            default:
                throw invalid(
                    position < bytes.count
                        ? "a control character must be escaped" : "the document ends in a string",
                    token: start)
            }
        }
    }

    /// The end of those characters of a string, from `start` on, that need no second look.
    @inline(__always)
    private static func plainTextEnd(_ bytes: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            guard byte >= ASCII.space, byte < 0x80, byte != ASCII.quote, byte != ASCII.backslash
            else { break }
            index &+= 1
        }
        return index
    }

    private mutating func passEscape(token: Int) throws(JSONError) {
        position += 1
        switch peek() {
        case ASCII.quote, ASCII.backslash, ASCII.slash, UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
        case UInt8(ascii: "u"):
            position += 1
            try passUnicodeEscape(token: token)
        default: throw invalid("there is no such escape", token: token)
        }
    }

    private mutating func passUnicodeEscape(token: Int) throws(JSONError) {
        guard let unit = EscapedText.hexUnit(bytes, position) else {
            throw invalid("four hexadecimal digits are expected", token: token)
        }
        guard unit & 0xF800 == 0xD800 else {
            position += 4
            return
        }
        let pairEnd = position + 10
        guard unit < 0xDC00, pairEnd <= bytes.count, bytes[position + 4] == ASCII.backslash,
            bytes[position + 5] == UInt8(ascii: "u"),
            let low = EscapedText.hexUnit(bytes, position + 6), low & 0xFC00 == 0xDC00
        else { throw invalid("half of a surrogate pair is not a character", token: token) }
        position = pairEnd
    }

    /// Passes one character of two to four bytes: no overlong forms, no surrogates, nothing
    /// beyond U+10FFFF (table 3-7 of the Unicode standard).
    private mutating func passMultibyte(token: Int) throws(JSONError) {
        let length: Int
        let second: ClosedRange<UInt8>
        switch bytes[position] {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: throw invalid("the text is not UTF-8", token: token)
        }
        guard position + length <= bytes.count, second.contains(bytes[position + 1]),
            length < 3 || bytes[position + 2] & 0xC0 == 0x80,
            length < 4 || bytes[position + 3] & 0xC0 == 0x80
        else { throw invalid("the text is not UTF-8", token: token) }
        position &+= length
    }

    mutating func passNumber() throws(JSONError) {
        let start = position
        if peek() == ASCII.minus { position &+= 1 }
        if peek() == ASCII.zero {
            position &+= 1
        } else {
            try passDigits(token: start)
        }
        let integerEnd = position
        if peek() == ASCII.dot {
            position &+= 1
            try passDigits(token: start)
        }
        let hasExponent = peek() | 0x20 == UInt8(ascii: "e")
        if hasExponent {
            position &+= 1
            if peek() == ASCII.plus || peek() == ASCII.minus { position &+= 1 }
            try passDigits(token: start)
        }
        // Up to 300 digits and no exponent cannot pass the largest Double, about 1.8e308.
        if hasExponent || integerEnd - start > 300,
            !JSONReader.double(bytes, start..<position).isFinite
        {
            throw invalid("the number is too large", token: start)
        }
    }

    private mutating func passDigits(token: Int) throws(JSONError) {
        guard ASCII.isDigit(peek()) else {
            throw invalid("a digit is expected", token: token)
        }
        repeat { position &+= 1 } while ASCII.isDigit(peek())
    }

    mutating func passWord(_ word: StaticString) throws(JSONError) {
        guard word.equals(bytes, from: position) else { throw unexpected("a value is expected") }
        position &+= word.utf8CodeUnitCount
    }
}
