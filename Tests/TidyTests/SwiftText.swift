/// A Swift file taken apart: code, comments and string literals, each at its place.
///
/// `code` and `comments` have the length and the lines of the file; what belongs to neither is
/// blank. So a rule about code cannot stumble over prose, and a bad sample in a test is no sin.
struct SwiftText {
    /// One string literal, without its quotes.
    struct Literal {
        /// Where its first quote or `#` stands, in UTF-8 bytes from the start of the file.
        let offset: Int
        /// The line it begins on, from 1.
        let line: Int
        let text: String
    }

    let code: String
    let comments: String
    let literals: [Literal]

    init(_ text: String) {
        var scanner = SwiftScanner(text)
        scanner.scanCode(insideInterpolation: false)
        code = String(decoding: scanner.code, as: UTF8.self)
        comments = String(decoding: scanner.comments, as: UTF8.self)
        literals = scanner.literals.sorted { $0.offset < $1.offset }
    }

    /// The code of each line, in order.
    var codeLines: [Substring] { code.split(separator: "\n", omittingEmptySubsequences: false) }

    /// The comments of each line, in order.
    var commentLines: [Substring] {
        comments.split(separator: "\n", omittingEmptySubsequences: false)
    }
}
