/// A text that is compared byte by byte: a composed é and a decomposed one are two.
///
/// Strings of the language compare by meaning, which would let two skus be one.
struct Verbatim: Hashable, Sendable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    static func == (left: Self, right: Self) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        // Equal bytes hash alike in any case; this is the fast way.
        hasher.combine(text)
    }
}
