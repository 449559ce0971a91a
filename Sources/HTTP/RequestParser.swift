/// Reads the head of a request, as it comes, line by line; no byte is looked at twice.
///
/// It takes what RFC 9112 says and nothing beside it: what two readers could read differently is
/// refused.
package struct RequestParser: ~Copyable {
    private enum Stage {
        case requestLine
        case fields
        case complete
    }

    private let limits: Limits
    private var stage = Stage.requestLine
    private var hasSkippedEmptyLine = false
    /// Where the line that is being read begins, and how far it was searched for its end.
    private var lineStart = 0
    private var scanned = 0
    private var fieldsStart = 0
    private var line: RequestLine?
    private var fields: [RequestHead.Field] = []
    package private(set) var facts = HeadFacts()

    package init(limits: Limits) { self.limits = limits }

    /// The bytes of the head, once it is complete.
    package var length: Int { lineStart }

    /// Goes on with `bytes`, which begin where the request begins and have grown since the last
    /// call.
    ///
    /// - Returns: whether the head is complete.
    /// - Throws: as soon as the error is there, without waiting for the rest.
    package mutating func advance(
        _ bytes: borrowing Span<UInt8>
    ) throws(ProtocolError) -> Bool {
        while stage != .complete {
            let end = ControlScan.firstControl(in: bytes, from: scanned)
            scanned = end
            try checkLength(bytes, end)
            guard end < bytes.count else { return false }
            guard bytes[end] == 0x0D else { throw .badRequest(.controlByte) }
            guard end &+ 1 < bytes.count else { return false }
            guard bytes[end &+ 1] == 0x0A else { throw .badRequest(.controlByte) }
            let range = lineStart..<end
            lineStart = end &+ 2
            scanned = lineStart
            switch stage {
            case .requestLine: try readRequestLine(bytes, range)
            case .fields: try readField(bytes, range)
            case .complete: break
            }
        }
        return true
    }

    private func checkLength(
        _ bytes: borrowing Span<UInt8>, _ end: Int
    ) throws(ProtocolError) {
        switch stage {
        case .requestLine:
            // First, whether the line is whole or not: so that pieces make no difference.
            _ = try RequestLine.endOfMethod(bytes, lineStart..<end)
            guard end &- lineStart <= limits.requestLineBytes else { throw .targetTooLong }
        case .fields:
            guard end &- lineStart <= limits.headerLineBytes,
                end &- fieldsStart <= limits.headerBytes
            else { throw .headersTooLarge }
        case .complete: break
        }
    }

    private mutating func readRequestLine(
        _ bytes: borrowing Span<UInt8>, _ range: Range<Int>
    ) throws(ProtocolError) {
        if range.isEmpty, !hasSkippedEmptyLine {
            // Some old clients send an empty line after a body; RFC 9112 lets one pass.
            hasSkippedEmptyLine = true
            return
        }
        let line = try RequestLine(bytes, range)
        facts.isVersion10 = line.isVersion10
        self.line = line
        fieldsStart = lineStart
        stage = .fields
        fields.reserveCapacity(16)
    }

    private mutating func readField(
        _ bytes: borrowing Span<UInt8>, _ range: Range<Int>
    ) throws(ProtocolError) {
        guard !range.isEmpty else {
            stage = .complete
            return
        }
        guard fields.count < limits.headerCount else { throw .headersTooLarge }
        let name = try FieldLine.name(bytes, range)
        let value = HeadFacts.trimmed(bytes, (name.upperBound &+ 1)..<range.upperBound)
        fields.append(
            RequestHead.Field(
                nameStart: UInt16(truncatingIfNeeded: name.lowerBound),
                nameEnd: UInt16(truncatingIfNeeded: name.upperBound),
                valueStart: UInt16(truncatingIfNeeded: value.lowerBound),
                valueEnd: UInt16(truncatingIfNeeded: value.upperBound)))
        try facts.note(bytes, name: name, value: value)
    }

    /// The head, once it is complete; `bytes` are those of the head and no more.
    ///
    /// What can be seen only when all of it is there is refused in this order: the host, the
    /// method, the target.
    package func head(
        _ bytes: [UInt8], peer: PeerAddress
    ) throws(ProtocolError) -> RequestHead {
        guard let line else { throw .badRequest(.requestLine) }
        let host = try Target.checkedHost(facts, bytes)
        let target = try Target(line, host: host, bytes)
        return RequestHead(
            method: line.method, segments: target.segments, peer: peer, bytes: bytes,
            fields: fields, methodRange: line.methodRange, targetRange: line.targetRange,
            queryRange: target.query)
    }
}
