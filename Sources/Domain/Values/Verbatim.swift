/// A text that is compared byte by byte: a composed é and a decomposed one are two.
///
/// Strings of the language compare by meaning, which would let two skus be one.
struct Verbatim: Hashable, Sendable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    static func == (left: Self, right: Self) -> Bool {
        let (left, right) = (left.text.utf8.span, right.text.utf8.span)
        guard left.count == right.count else { return false }
        for index in left.indices where left[index] != right[index] { return false }
        return true
    }

    func hash(into hasher: inout Hasher) {
        // Equal bytes hash alike in any case; this is the fast way.
        hasher.combine(text)
    }
}
