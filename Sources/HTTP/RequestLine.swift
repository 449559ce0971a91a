/// The first line of a request.
struct RequestLine {
    static let methodBytesMax = 32

    var method = Method.other
    var methodRange = 0..<0
    var targetRange = 0..<0
    var isVersion10 = false

    /// - Throws: in this order: method, target, version.
    init(_ bytes: borrowing Span<UInt8>, _ line: Range<Int>) throws(ProtocolError) {
        let methodEnd = try Self.endOfMethod(bytes, line)
        guard methodEnd < line.upperBound else { throw .badRequest(.requestLine) }
        methodRange = line.lowerBound..<methodEnd
        method = Self.method(bytes, methodRange)
        let targetStart = methodEnd &+ 1
        var index = targetStart
        while index < line.upperBound, Characters.isTarget(bytes[index]) { index &+= 1 }
        guard index < line.upperBound, bytes[index] == 0x20, index > targetStart
        else { throw .badRequest(index == line.upperBound ? .requestLine : .target) }
        targetRange = targetStart..<index
        isVersion10 = try Self.isVersion10(bytes, (index &+ 1)..<line.upperBound)
    }

    /// The end of the method, or of the bytes while it is not there yet.
    ///
    /// - Throws: as soon as it is seen that there can be no method.
    static func endOfMethod(
        _ bytes: borrowing Span<UInt8>, _ line: Range<Int>
    ) throws(ProtocolError) -> Int {
        var index = line.lowerBound
        while index < line.upperBound, Characters.isToken(bytes[index]) {
            index &+= 1
            guard index &- line.lowerBound <= methodBytesMax else { throw .badRequest(.method) }
        }
        guard index < line.upperBound else { return index }
        guard bytes[index] == 0x20, index > line.lowerBound else { throw .badRequest(.method) }
        return index
    }

    private static func method(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Method {
        // Up to seven letters fit a word, which is compared at once.
        guard range.count <= 7 else { return .other }
        var word: UInt64 = 0
        for index in range { word = word << 8 | UInt64(bytes[index]) }
        return switch word {
        case 0x47_45_54: .get
        case 0x48_45_41_44: .head
        case 0x50_4F_53_54: .post
        case 0x50_55_54: .put
        case 0x50_41_54_43_48: .patch
        case 0x44_45_4C_45_54_45: .delete
        case 0x4F_50_54_49_4F_4E_53: .options
        case _: .other
        }
    }

    private static func isVersion10(
        _ bytes: borrowing Span<UInt8>, _ range: Range<Int>
    ) throws(ProtocolError) -> Bool {
        let start = range.lowerBound
        guard range.count == 8, bytes[start] == UInt8(ascii: "H"),
            bytes[start &+ 1] == UInt8(ascii: "T"), bytes[start &+ 2] == UInt8(ascii: "T"),
            bytes[start &+ 3] == UInt8(ascii: "P"), bytes[start &+ 4] == UInt8(ascii: "/"),
            bytes[start &+ 6] == UInt8(ascii: ".")
        else { throw .badRequest(.version) }
        let major = bytes[start &+ 5] &- UInt8(ascii: "0")
        let minor = bytes[start &+ 7] &- UInt8(ascii: "0")
        guard major <= 9, minor <= 9 else { throw .badRequest(.version) }
        guard major == 1, minor <= 1 else { throw .versionNotSupported }
        return minor == 0
    }
}
