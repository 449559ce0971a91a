/// A line of a header or a trailer.
enum FieldLine {
    /// The name, which ends at the first colon: no white space before it, none at the line's
    /// beginning (that would be a folded line).
    @inline(__always)
    static func name(
        _ bytes: borrowing Span<UInt8>, _ line: Range<Int>
    ) throws(ProtocolError) -> Range<Int> {
        var index = line.lowerBound
        while index < line.upperBound, Characters.isToken(bytes[index]) { index &+= 1 }
        guard index > line.lowerBound, index < line.upperBound, bytes[index] == UInt8(ascii: ":")
        else { throw .badRequest(.header) }
        return line.lowerBound..<index
    }
}
