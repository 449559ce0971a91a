/// Finds the functions of a Swift file and the lines that each takes.
struct FunctionLengths {
    /// From the line of the word `func`, `init`, `deinit`, `subscript` or `var` to that of the
    /// closing brace.
    private(set) var spans: [ClosedRange<Int>] = []

    private struct Token {
        let text: Substring
        let line: Int
    }

    /// Words that begin something else: a function before them had no body.
    private static let beginnings: Set<Substring> = [
        "func", "init", "deinit", "subscript", "var", "let", "case", "struct", "class", "enum",
        "actor", "extension", "protocol", "typealias", "import", "public", "private", "internal",
        "static", "mutating", "return", "if", "guard", "for", "while", "switch", "}", "=",
    ]
    private static let functions: Set<Substring> = ["func", "init", "deinit", "subscript", "var"]

    /// Reads `code`, in which comments and strings are blank.
    init(_ code: String) {
        let tokens = Self.tokens(code)
        for (index, token) in tokens.enumerated() where Self.functions.contains(token.text) {
            let isCall = index > 0 && tokens[index - 1].text == "."
            if !isCall, let open = Self.body(after: index, in: tokens),
                let close = Self.end(of: open, in: tokens)
            {
                spans.append(token.line...tokens[close].line)
            }
        }
    }

    /// Returns the index of the brace that opens the body; nil when there is no body.
    private static func body(after start: Int, in tokens: [Token]) -> Int? {
        var depth = 0
        for index in tokens.indices.dropFirst(start + 1) {
            let text = tokens[index].text
            switch text {
            case "(", "[": depth += 1
            case ")", "]": depth -= 1
            case "{" where depth == 0: return index
            default:
                // A function may be called `init` or, escaped, `case`; so not the first word.
                if depth < 0 || (depth == 0 && index > start + 1 && beginnings.contains(text)) {
                    return nil
                }
            }
        }
        return nil
    }

    private static func end(of open: Int, in tokens: [Token]) -> Int? {
        var depth = 0
        for index in tokens.indices.dropFirst(open) {
            if tokens[index].text == "{" { depth += 1 }
            if tokens[index].text == "}" { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }

    private static func tokens(_ code: String) -> [Token] {
        code.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .flatMap { index, line in
                line.matches(of: #/\w+|[^\w\s]/#).map { Token(text: $0.output, line: index + 1) }
            }
    }
}
