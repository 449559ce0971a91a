/// What a request line points at.
struct Target {
    let segments: [String]
    let query: Range<Int>

    /// - Throws: a form that the method does not go with, another host than `Host`, bad
    ///   percent-encoding, and the segments `.` and `..`, also encoded.
    init(_ line: RequestLine, host: Range<Int>?, _ bytes: [UInt8]) throws(ProtocolError) {
        let target = line.targetRange
        if Self.isConnect(bytes[line.methodRange]) { throw .methodNotImplemented }
        if line.method == .options, bytes[target].elementsEqual([UInt8(ascii: "*")]) {
            segments = ["*"]
            query = target.upperBound..<target.upperBound
            return
        }
        var start = target.lowerBound
        if bytes[start] != UInt8(ascii: "/") {
            start = try Self.startOfPath(in: bytes, target, host: host)
        }
        var mark = start
        while mark < target.upperBound, bytes[mark] != UInt8(ascii: "?") { mark += 1 }
        query = min(mark + 1, target.upperBound)..<target.upperBound
        segments = try Self.segments(bytes, start..<mark)
    }

    /// The value of `Host`, if there is one.
    ///
    /// - Throws: where it is missing in HTTP/1.1, or is not a host and perhaps a port.
    static func checkedHost(
        _ facts: HeadFacts, _ bytes: [UInt8]
    ) throws(ProtocolError) -> Range<Int>? {
        guard let host = facts.host else {
            guard facts.isVersion10 else { throw .badRequest(.host) }
            return nil
        }
        guard !host.isEmpty else { throw .badRequest(.host) }
        for index in host where !Characters.isHost(bytes[index]) { throw .badRequest(.host) }
        return host
    }

    private static func isConnect(_ method: ArraySlice<UInt8>) -> Bool {
        method.count == 7 && method.elementsEqual("CONNECT".utf8)
    }

    /// Where the path begins in the absolute form, which must name the same host as `Host`.
    private static func startOfPath(
        in bytes: [UInt8], _ target: Range<Int>, host: Range<Int>?
    ) throws(ProtocolError) -> Int {
        let text = bytes[target]
        let schemes = ["http://", "https://"]
        guard let scheme = schemes.first(where: { isPrefix($0, of: text) })
        else { throw .badRequest(.target) }
        let start = target.lowerBound + scheme.utf8.count
        let rest = bytes[start..<target.upperBound]
        let end =
            rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
            ?? target.upperBound
        guard let host, end > start, areEqual(bytes[start..<end], bytes[host])
        else { throw .badRequest(.host) }
        return end
    }

    private static func segments(
        _ bytes: [UInt8], _ path: Range<Int>
    ) throws(ProtocolError) -> [String] {
        guard path.count > 1 else { return [] }
        var segments: [String] = []
        segments.reserveCapacity(4)
        var start = path.lowerBound + 1
        for index in start...path.upperBound
        where index == path.upperBound || bytes[index] == UInt8(ascii: "/") {
            guard let segment = PercentDecoding.decode(bytes[start..<index]), !isDots(segment)
            else { throw .badRequest(.target) }
            segments.append(segment)
            start = index + 1
        }
        return segments
    }

    private static func isDots(_ segment: String) -> Bool {
        segment.utf8.count <= 2 && (segment == "." || segment == "..")
    }

    private static func isPrefix(_ text: String, of bytes: ArraySlice<UInt8>) -> Bool {
        areEqual(bytes.prefix(text.utf8.count), ArraySlice(text.utf8))
    }

    /// Equal but for the case of letters.
    private static func areEqual(_ first: ArraySlice<UInt8>, _ second: ArraySlice<UInt8>) -> Bool {
        first.elementsEqual(second) { lower($0) == lower($1) }
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
