/// The one file of this room that says `unsafe`: the standard library shows the bytes of a
/// literal only through a pointer, and every field name is one. The pointer never leaves these
/// functions, and a literal lives as long as the program.
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

    func append(to bytes: inout [UInt8]) {
        withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    }

    /// Appends `"name":`, after a comma if one is needed.
    func appendName(to bytes: inout [UInt8], needsComma: Bool) {
        withUTF8Buffer { literal in
            bytes.append(addingCapacity: literal.count + 4) { output in
                if needsComma { output.append(ASCII.comma) }
                output.append(ASCII.quote)
                for index in 0..<literal.count { output.append(unsafe literal[index]) }
                output.append(ASCII.quote)
                output.append(ASCII.colon)
            }
        }
    }
}
