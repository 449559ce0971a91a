internal import Platform

/// The text of a key as a request shows it.
struct ShownKey: Hashable, Sendable {
    let bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    init(_ text: String) { bytes = Array(text.utf8)[...] }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Takes a time that tells nothing of where the two differ.
    static func == (first: ShownKey, second: ShownKey) -> Bool {
        Digest.equal(constantTime: first.bytes, second.bytes)
    }

    /// By its end, which is chance: only keys that are known are kept under their text.
    func hash(into hasher: inout Hasher) {
        var word: UInt64 = 0
        for byte in bytes.suffix(8) { word = word << 8 | UInt64(byte) }
        hasher.combine(word)
    }
}
