/// Checks a whole document against RFC 8259 and our limits, with a stack of constant size.
struct Validator {
    let bytes: [UInt8]
    var position = 0

    private var names = MemberNames()
    private var depth = 0
    /// One bit for each open object or array, the innermost lowest; 1 is an object.
    private var objectBits: UInt64 = 0
    /// What `MemberNames.beginObject` gave, for each open object.
    private var outerNames = InlineArray<32, Int>(repeating: 0)

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// - Throws: `.invalidJSON`, `.tooDeep`, `.duplicateField` or `.tooManyMembers`.
    mutating func validate() throws(JSONError) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw invalid("a byte order mark is not allowed", token: 0)
        }
        var valueFollows = true
        while valueFollows {
            valueFollows = try passValue()
            if !valueFollows { valueFollows = try passGap() }
        }
    }

    /// Passes a scalar, an empty object or array, or the opening of one that is not empty.
    /// True in the last case: then another value follows at once.
    private mutating func passValue() throws(JSONError) -> Bool {
        skipWhitespace()
        switch peek() {
        case ASCII.openBrace: return try open(isObject: true)
        case ASCII.openBracket: return try open(isObject: false)
        case ASCII.quote: _ = try passString()
        case ASCII.minus, ASCII.zero...UInt8(ascii: "9"): try passNumber()
        case UInt8(ascii: "t"): try passWord("true")
        case UInt8(ascii: "f"): try passWord("false")
        case UInt8(ascii: "n"): try passWord("null")
        default: throw unexpected("a value is expected")
        }
        return false
    }

    /// Passes what stands between the end of a value and the next one. False at the end.
    private mutating func passGap() throws(JSONError) -> Bool {
        while depth > 0 {
            skipWhitespace()
            let inObject = objectBits & 1 == 1
            switch peek() {
            case ASCII.comma:
                position &+= 1
                if inObject { try passName() }
                return true
            case ASCII.closeBrace where inObject: try close()
            case ASCII.closeBracket where !inObject: try close()
            default:
                throw unexpected(
                    inObject ? "a comma or } is expected" : "a comma or ] is expected")
            }
        }
        skipWhitespace()
        guard position == bytes.count else { throw unexpected("the end is expected") }
        return false
    }

    /// True if something stands inside.
    private mutating func open(isObject: Bool) throws(JSONError) -> Bool {
        guard depth < JSONReader.depthMax else {
            throw JSONError(
                kind: .tooDeep, path: PathFinder.path(in: bytes, at: position),
                detail: "Objects and arrays are nested deeper than \(JSONReader.depthMax) "
                    + "at byte \(position).")
        }
        position &+= 1
        objectBits = objectBits << 1 | (isObject ? 1 : 0)
        if isObject { outerNames[depth] = names.beginObject() }
        depth &+= 1
        skipWhitespace()
        guard peek() != (isObject ? ASCII.closeBrace : ASCII.closeBracket) else {
            try close()
            return false
        }
        if isObject { try passName() }
        return true
    }

    private mutating func close() throws(JSONError) {
        position &+= 1
        depth &-= 1
        if objectBits & 1 == 1,
            let duplicate = names.endObject(outer: outerNames[depth], in: bytes)
        {
            throw duplicateField(at: duplicate)
        }
        objectBits >>= 1
    }

    /// Passes the name of a member and its colon.
    private mutating func passName() throws(JSONError) {
        skipWhitespace()
        guard peek() == ASCII.quote else { throw unexpected("a name in quotes is expected") }
        let start = position &+ 1
        let isEscaped = try passString()
        let name = start..<(position &- 1)
        guard names.count < JSONReader.membersMax else {
            throw JSONError(
                kind: .tooManyMembers, path: PathFinder.path(in: bytes, at: start - 1),
                detail: "An object has more than \(JSONReader.membersMax) members "
                    + "at byte \(start - 1).")
        }
        guard names.insert(name, isEscaped: isEscaped, in: bytes) else {
            throw duplicateField(at: name.upperBound)
        }
        skipWhitespace()
        guard peek() == ASCII.colon else { throw unexpected("a colon is expected") }
        position &+= 1
    }

    private func duplicateField(at nameEnd: Int) -> JSONError {
        let path = PathFinder.path(in: bytes, at: nameEnd)
        return JSONError(
            kind: .duplicateField, path: path, detail: "The field \(path) is there twice.")
    }
}

extension Validator {
    /// The next byte; 0, which is allowed nowhere in a document, at its end.
    @inline(__always)
    func peek() -> UInt8 {
        position < bytes.count ? bytes[position] : 0
    }

    @inline(__always)
    mutating func skipWhitespace() {
        while ASCII.isWhitespace(peek()) { position &+= 1 }
    }

    /// The refusal of the byte at `position`, or of the document's end there.
    func unexpected(_ reason: String) -> JSONError {
        invalid(position < bytes.count ? reason : "the document ends too early", token: position)
    }

    /// The refusal of the string, number or word that began at `token` and is wrong at `position`.
    func invalid(_ reason: String, token: Int) -> JSONError {
        JSONError(
            kind: .invalidJSON, path: PathFinder.path(in: bytes, at: token),
            detail: "The document is not valid JSON at byte \(position): \(reason).")
    }
}
