import HTTP

/// What the server makes of the bytes of one request: the parser and the body's reader together.
enum Reading: Equatable {
    case refused(ProtocolError)
    /// More must come.
    case unfinished
    case request(Facts)

    struct Facts: Equatable {
        var method: String
        var segments: [String]
        var body: [UInt8]
        var keepsAlive: Bool
        /// The bytes of the request; those behind it belong to the next one.
        var length: Int
    }

    static let peer = PeerAddress(bytes: [127, 0, 0, 1])

    /// Reads `bytes` as they come in pieces of `size`, all at once by default.
    init(_ bytes: [UInt8], inPiecesOf size: Int = .max, bodyLimit: Int = 1 << 20) {
        do throws(ProtocolError) {
            self = try Self.read(bytes, min(size, max(1, bytes.count)), bodyLimit)
        } catch {
            self = .refused(error)
        }
    }

    init(_ text: String, inPiecesOf size: Int = .max, bodyLimit: Int = 1 << 20) {
        self.init(Array(text.utf8), inPiecesOf: size, bodyLimit: bodyLimit)
    }

    var error: ProtocolError? {
        guard case .refused(let error) = self else { return nil }
        return error
    }

    var facts: Facts? {
        guard case .request(let facts) = self else { return nil }
        return facts
    }

    /// The head alone, of a request that is right.
    static func head(_ text: String) throws -> RequestHead {
        let bytes = Array(text.utf8)
        var parser = RequestParser(limits: Limits())
        _ = try parser.advance(bytes.span)
        return try parser.head(bytes, peer: peer)
    }

    private static func read(
        _ bytes: [UInt8], _ size: Int, _ bodyLimit: Int
    ) throws(ProtocolError) -> Reading {
        var parser = RequestParser(limits: Limits())
        var end = 0
        var isComplete = false
        while !isComplete {
            guard end < bytes.count else { return .unfinished }
            end = min(end + size, bytes.count)
            isComplete = try parser.advance(bytes.span.extracting(0..<end))
        }
        var start = parser.length
        let head = try parser.head(Array(bytes[..<start]), peer: peer)
        var body = try IncomingBody(
            head, parser.facts.framing(), limit: bodyLimit, limits: Limits())
        while true {
            start += try body.take(bytes, start..<end)
            if let content = body.complete {
                let facts = Facts(
                    method: head.methodName, segments: head.segments, body: content,
                    keepsAlive: parser.facts.keepsAlive, length: start)
                return .request(facts)
            }
            guard end < bytes.count else { return .unfinished }
            end = min(end + size, bytes.count)
        }
    }
}
