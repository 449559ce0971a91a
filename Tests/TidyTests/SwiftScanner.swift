/// Walks over a Swift file once and tells code, comments and strings apart.
///
/// It knows nested comments, raw and multi-line strings, interpolation and `#/…/#` literals; a
/// bare `/…/` literal is taken for code.
struct SwiftScanner {
    private(set) var code: [UInt8]
    private(set) var comments: [UInt8]
    private(set) var literals: [SwiftText.Literal] = []

    private let bytes: [UInt8]
    private var index = 0
    private var line = 1

    init(_ text: String) {
        bytes = Array(text.utf8)
        let blank = bytes.map { $0 == UInt8(ascii: "\n") ? $0 : UInt8(ascii: " ") }
        code = blank
        comments = blank
    }

    /// Reads code to the end, or to the `)` that ends an interpolation.
    mutating func scanCode(insideInterpolation: Bool) {
        var depth = 0
        while index < bytes.count {
            if at("//") {
                scanLineComment()
            } else if at("/*") {
                scanBlockComment()
            } else if let hashes = hashesBefore(UInt8(ascii: "\"")) {
                scanString(hashes: hashes)
            } else if let hashes = hashesBefore(UInt8(ascii: "/")), hashes > 0 {
                scanRegex(hashes: hashes)
            } else {
                if at("(") { depth += 1 }
                if at(")") { depth -= 1 }
                if insideInterpolation && depth < 0 { return }
                take(into: \.code)
            }
        }
    }

    private mutating func scanLineComment() {
        while index < bytes.count && !at("\n") { take(into: \.comments) }
    }

    private mutating func scanBlockComment() {
        var depth = 0
        while index < bytes.count {
            if at("/*") {
                depth += 1
                take(into: \.comments)
            } else if at("*/") {
                depth -= 1
                take(into: \.comments)
            }
            take(into: \.comments)
            if depth == 0 { return }
        }
    }

    private mutating func scanString(hashes: Int) {
        let fence = String(repeating: "#", count: hashes)
        let start = index
        let startLine = line
        skip(hashes)
        let quotes = at("\"\"\"") ? "\"\"\"" : "\""
        for _ in 0..<quotes.utf8.count { take(into: \.code) }
        var text: [UInt8] = []
        while index < bytes.count && !at(quotes + fence) {
            if at("\\" + fence + "(") {
                skip(1 + hashes + 1)
                scanCode(insideInterpolation: true)
                skip(1)
            } else if at("\\" + fence) {
                skip(1 + hashes)
                if index < bytes.count { text.append(bytes[index]) }
                skip(1)
            } else {
                text.append(bytes[index])
                skip(1)
            }
        }
        for _ in 0..<quotes.utf8.count where index < bytes.count { take(into: \.code) }
        skip(hashes)
        let literal = String(decoding: text, as: UTF8.self)
        literals.append(.init(offset: start, line: startLine, text: literal))
    }

    private mutating func scanRegex(hashes: Int) {
        let end = "/" + String(repeating: "#", count: hashes)
        skip(hashes + 1)
        while index < bytes.count && !at(end) { skip(1) }
        skip(end.utf8.count)
    }

    private func at(_ text: String) -> Bool {
        var position = index
        for byte in text.utf8 {
            guard position < bytes.count, bytes[position] == byte else { return false }
            position += 1
        }
        return true
    }

    /// How many `#` stand here before `byte`; nil when something else follows.
    private func hashesBefore(_ byte: UInt8) -> Int? {
        var position = index
        while position < bytes.count && bytes[position] == UInt8(ascii: "#") { position += 1 }
        return position < bytes.count && bytes[position] == byte ? position - index : nil
    }

    private mutating func take(into view: WritableKeyPath<SwiftScanner, [UInt8]>) {
        guard index < bytes.count else { return }
        self[keyPath: view][index] = bytes[index]
        skip(1)
    }

    private mutating func skip(_ count: Int) {
        for _ in 0..<count where index < bytes.count {
            if bytes[index] == UInt8(ascii: "\n") { line += 1 }
            index += 1
        }
    }
}
