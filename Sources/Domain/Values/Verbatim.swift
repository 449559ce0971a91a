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
        // By its bytes, eight at a time: strings hash by meaning, so that anybody could make any
        // number of names that are all different here and have one hash.
        var word: UInt64 = 0
        let bytes = text.utf8.span
        for index in bytes.indices {
            word = word << 8 | UInt64(bytes[index])
            guard index % 8 == 7 else { continue }
            hasher.combine(word)
            word = 0
        }
        hasher.combine(word)
        hasher.combine(bytes.count)
    }
}
