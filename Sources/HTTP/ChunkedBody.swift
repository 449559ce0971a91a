/// Takes the chunked coding off a body, as it comes.
///
/// Extensions and trailers are read within limits and dropped: they have no effect whatever.
struct ChunkedBody {
    private enum Stage {
        case sizeStart, size, extensionStart, extensions, sizeEnd
        case data
        case dataEnd, dataLineEnd
        case trailers
        case complete
    }

    /// The longest line of a size with its extensions, and all extensions of one body.
    static let sizeLineBytesMax = 1 << 10
    static let extensionBytesMax = 16 << 10

    private let bodyLimit: Int
    private let limits: Limits
    private var stage = Stage.sizeStart
    private var remaining = 0
    private var digits = 0
    private var lineBytes = 0
    private var extensionBytes = 0
    private var trailerBytes = 0
    private var trailerCount = 0
    private var trailer: [UInt8] = []
    private(set) var body: [UInt8] = []

    init(bodyLimit: Int, limits: Limits) {
        self.bodyLimit = bodyLimit
        self.limits = limits
    }

    var isComplete: Bool { stage == .complete }

    /// Takes what belongs to the body from `range` of `input`.
    ///
    /// - Returns: how many bytes that were; the rest belongs to the next request.
    mutating func take(_ input: [UInt8], _ range: Range<Int>) throws(ProtocolError) -> Int {
        var index = range.lowerBound
        while index < range.upperBound, stage != .complete {
            switch stage {
            case .data:
                let count = min(remaining, range.upperBound - index)
                body.append(contentsOf: input[index..<(index + count)])
                remaining -= count
                index += count
                if remaining == 0 { stage = .dataEnd }
            case .trailers:
                try readTrailer(input[index])
                index += 1
            case .sizeStart, .size, .extensionStart, .extensions, .sizeEnd, .dataEnd,
                .dataLineEnd, .complete:
                try readFraming(input[index])
                index += 1
            }
        }
        return index - range.lowerBound
    }

    private mutating func readFraming(_ byte: UInt8) throws(ProtocolError) {
        switch stage {
        case .sizeStart, .size: try readSize(byte)
        case .extensionStart, .extensions: try readExtension(byte)
        case .sizeEnd:
            try expect(byte, 0x0A)
            stage = digits > 0 && remaining == 0 ? .trailers : .data
        case .dataEnd:
            try expect(byte, 0x0D)
            stage = .dataLineEnd
        case .dataLineEnd:
            try expect(byte, 0x0A)
            stage = .sizeStart
        case .data, .trailers, .complete: break
        }
    }

    private mutating func readSize(_ byte: UInt8) throws(ProtocolError) {
        if stage == .sizeStart {
            digits = 0
            remaining = 0
            lineBytes = 0
            stage = .size
        }
        if let digit = PercentDecoding.hexDigit(byte) {
            digits += 1
            // 15 digits fit an Int with room to spare.
            guard digits <= 15 else { throw .badRequest(.chunk) }
            remaining = remaining << 4 | Int(digit)
            return
        }
        guard digits > 0 else { throw .badRequest(.chunk) }
        guard remaining <= bodyLimit - body.count else { throw .contentTooLarge(limit: bodyLimit) }
        switch byte {
        case 0x0D: stage = .sizeEnd
        case UInt8(ascii: ";"): stage = .extensionStart
        case _: throw .badRequest(.chunk)
        }
    }

    private mutating func readExtension(_ byte: UInt8) throws(ProtocolError) {
        lineBytes += 1
        extensionBytes += 1
        guard lineBytes <= Self.sizeLineBytesMax, extensionBytes <= Self.extensionBytesMax
        else { throw .badRequest(.chunk) }
        if stage == .extensionStart {
            guard Characters.isToken(byte) else { throw .badRequest(.chunk) }
            stage = .extensions
            return
        }
        switch byte {
        case 0x0D: stage = .sizeEnd
        case UInt8(ascii: ";"): stage = .extensionStart
        case 0x09, 0x20..<0x7F: return
        case _: throw .badRequest(.chunk)
        }
    }

    private mutating func readTrailer(_ byte: UInt8) throws(ProtocolError) {
        trailerBytes += 1
        guard trailerBytes <= limits.headerBytes, trailer.count <= limits.headerLineBytes
        else { throw .headersTooLarge }
        guard byte == 0x0A else {
            guard trailer.last != 0x0D, byte >= 0x20 || byte == 0x0D || byte == 0x09, byte != 0x7F
            else { throw .badRequest(.controlByte) }
            trailer.append(byte)
            return
        }
        guard trailer.last == 0x0D else { throw .badRequest(.controlByte) }
        guard trailer.count > 1 else {
            stage = .complete
            return
        }
        trailerCount += 1
        guard trailerCount <= limits.headerCount else { throw .headersTooLarge }
        _ = try FieldLine.name(trailer.span, 0..<(trailer.count - 1))
        trailer.removeAll(keepingCapacity: true)
    }

    private func expect(_ byte: UInt8, _ other: UInt8) throws(ProtocolError) {
        guard byte == other else { throw .badRequest(.chunk) }
    }
}
