extension JSONReader {
    /// - Throws: `.wrongType`.
    public mutating func string() throws(JSONError) -> String {
        guard peek() == ASCII.quote else { throw wrongType("a string") }
        let start = position &+ 1
        let isEscaped = passString()
        let end = position &- 1
        guard isEscaped else { return String(decoding: bytes[start..<end], as: UTF8.self) }
        let text = EscapedText.decode(bytes, from: start, to: end)
        return String(decoding: text, as: UTF8.self)
    }

    /// A whole number in its one spelling: digits, perhaps after a minus.
    ///
    /// - Throws: `.wrongType`, also for `1.0` and `1e2`; `.outOfRange` beyond `Int64`.
    public mutating func integer() throws(JSONError) -> Int64 {
        let isNegative = peek() == ASCII.minus
        var index = isNegative ? position &+ 1 : position
        let digits = index
        var value: Int64 = 0
        var overflows = false
        while index < bytes.count, ASCII.isDigit(bytes[index]) {
            // Counts downwards, because Int64.min has no positive counterpart.
            let digit = Int64(bytes[index] &- ASCII.zero)
            let (tenfold, first) = value.multipliedReportingOverflow(by: 10)
            let (next, second) = tenfold.subtractingReportingOverflow(digit)
            overflows = overflows || first || second
            value = next
            index &+= 1
        }
        let after = index < bytes.count ? bytes[index] : 0
        guard index > digits, after != ASCII.dot, after | 0x20 != UInt8(ascii: "e") else {
            throw wrongType("a whole number")
        }
        guard !overflows, isNegative || value != .min else {
            throw error(.outOfRange, "\(place) must fit into 64 bits.")
        }
        position = index
        return isNegative ? value : 0 &- value
    }

    /// A finite number, rounded to the nearest `Double`.
    ///
    /// - Throws: `.wrongType`.
    public mutating func number() throws(JSONError) -> Double {
        guard nextKind == .number, peek() != 0 else { throw wrongType("a number") }
        let start = position
        passPlain()
        return Self.double(bytes, start..<position)
    }

    /// - Throws: `.wrongType`.
    public mutating func boolean() throws(JSONError) -> Bool {
        let byte = peek()
        guard byte == UInt8(ascii: "t") || byte == UInt8(ascii: "f") else {
            throw wrongType("true or false")
        }
        passPlain()
        return byte == UInt8(ascii: "t")
    }

    /// Consumes `null` and says true, or leaves the value and says false.
    public mutating func null() -> Bool {
        guard peek() == UInt8(ascii: "n") else { return false }
        passPlain()
        return true
    }

    /// The bytes of the next value as they were sent, white space inside it included.
    ///
    /// - Throws: `.wrongType` where no value is left.
    public mutating func rawValue() throws(JSONError) -> [UInt8] {
        let start = position
        try skip()
        return Array(bytes[start..<position])
    }

    /// Passes over the next value, whatever it is.
    ///
    /// - Throws: `.wrongType` where no value is left.
    public mutating func skip() throws(JSONError) {
        guard isAtValue else { throw wrongType("a value") }
        var depth = 0
        repeat {
            switch peek() {
            case ASCII.quote: _ = passString()
            case ASCII.openBrace, ASCII.openBracket:
                depth &+= 1
                position &+= 1
            case ASCII.closeBrace, ASCII.closeBracket:
                depth &-= 1
                position &+= 1
            case ASCII.comma, ASCII.colon: position &+= 1
            default: passPlain()
            }
            if depth > 0 { skipWhitespace() }
        } while depth > 0
    }

    /// The kind of the value that is next; `.null` where none is left.
    public var nextKind: ValueKind {
        switch peek() {
        case ASCII.openBrace: .object
        case ASCII.openBracket: .array
        case ASCII.quote: .string
        case ASCII.minus, ASCII.zero...UInt8(ascii: "9"): .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .boolean
        default: .null
        }
    }

    private var isAtValue: Bool { nextKind != .null || peek() == UInt8(ascii: "n") }

    /// Infinite if the number at `range` is too large. One too small to tell from 0 is 0.
    static func double(_ bytes: [UInt8], _ range: Range<Int>) -> Double {
        Double(String(decoding: bytes[range], as: UTF8.self)) ?? 0
    }
}

extension JSONReader {
    /// The next byte; 0, which is allowed nowhere in a document, at its end.
    @inline(__always)
    func peek() -> UInt8 {
        position < bytes.count ? bytes[position] : 0
    }

    @inline(__always)
    mutating func skipWhitespace() {
        while ASCII.isWhitespace(peek()) { position &+= 1 }
    }

    /// Passes a string from its opening to its closing quote. True if it has escapes.
    @inline(__always)
    mutating func passString() -> Bool {
        var isEscaped = false
        while true {
            position = Self.plainTextEnd(bytes.span, from: position &+ 1)
            guard peek() == ASCII.backslash else { break }
            isEscaped = true
            position &+= 1
        }
        position &+= 1
        return isEscaped
    }

    /// Where the next quote or backslash stands.
    @inline(__always)
    private static func plainTextEnd(_ bytes: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < bytes.count, bytes[index] != ASCII.quote, bytes[index] != ASCII.backslash {
            index &+= 1
        }
        return index
    }

    /// Passes a number, or `true`, `false`, `null`.
    private mutating func passPlain() {
        while true {
            switch peek() {
            case ASCII.zero...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                ASCII.minus, ASCII.plus, ASCII.dot, UInt8(ascii: "E"):
                position &+= 1
            default: return
            }
        }
    }
}
