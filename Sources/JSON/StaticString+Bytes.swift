/// Says `unsafe`: the standard library shows the bytes of a literal only through a pointer, and
/// every field name is one. The pointer never leaves this function, and a literal lives as long as
/// the program.
extension StaticString {
    /// Whether `bytes` holds this literal at `start`. False where it would pass the end.
    @usableFromInline
    func equals(_ bytes: [UInt8], from start: Int) -> Bool {
        withUTF8Buffer { literal in
            let bytes = bytes.span
            guard start >= 0, literal.count <= bytes.count - start else { return false }
            for offset in 0..<literal.count
            where unsafe literal[offset] != bytes[start &+ offset] {
                return false
            }
            return true
        }
    }
}
