/// Finds out where in a document a byte stands.
///
/// It walks from the beginning, so that the reader need not keep a path while all goes well.
/// Everything before the byte must have passed `Validator`.
struct PathFinder {
    /// Characters of a name that a path shows.
    private static let nameMax = 64

    private enum Step {
        case member(name: Range<Int>?)
        case element(index: Int)
    }

    private let bytes: [UInt8]
    private var steps: [Step] = []
    private var position = 0

    /// The path of the value that begins or ends at `offset`, or that `offset` is in.
    /// At the end of a name: the path of that member.
    static func path(in bytes: [UInt8], at offset: Int) -> String {
        var finder = PathFinder(bytes)
        while finder.position < offset { finder.advance() }
        return finder.description
    }

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func advance() {
        let start = position
        position += 1
        switch bytes[start] {
        case ASCII.openBrace: steps.append(.member(name: nil))
        case ASCII.openBracket: steps.append(.element(index: 0))
        case ASCII.closeBrace, ASCII.closeBracket: _ = steps.popLast()
        case ASCII.comma: passComma()
        case ASCII.quote: passString()
        default: break  // white space, colons, numbers and words move nothing
        }
    }

    private mutating func passComma() {
        guard let last = steps.popLast() else { return }
        switch last {
        case .member: steps.append(.member(name: nil))
        case .element(let index): steps.append(.element(index: index + 1))
        }
    }

    private mutating func passString() {
        let start = position
        while position < bytes.count, bytes[position] != ASCII.quote {
            position += bytes[position] == ASCII.backslash ? 2 : 1
        }
        if case .member(name: nil) = steps.last {
            steps[steps.count - 1] = .member(name: start..<min(position, bytes.count))
        }
        position += 1
    }

    private var description: String {
        var path = ""
        for step in steps {
            switch step {
            case .member(let name):
                guard let name else { continue }
                if !path.isEmpty { path += "." }
                path += text(of: name)
            case .element(let index): path += "[\(index)]"
            }
        }
        return path
    }

    private func text(of name: Range<Int>) -> String {
        let decoded = EscapedText.decode(bytes, from: name.lowerBound, to: name.upperBound)
        let text = String(decoding: decoded, as: UTF8.self)
        guard text.unicodeScalars.count > Self.nameMax else { return text }
        return String(text.unicodeScalars.prefix(Self.nameMax)) + "…"
    }
}
