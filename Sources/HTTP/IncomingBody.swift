/// A body on its way, with the head that it belongs to.
package struct IncomingBody {
    private enum Content {
        case length(remaining: Int, bytes: [UInt8])
        case chunked(ChunkedBody)
    }

    package let head: RequestHead
    private var content: Content

    /// - Throws: where the head already says that the body is larger than `limit`.
    package init(
        _ head: RequestHead, _ framing: HeadFacts.Framing, limit: Int, limits: Limits
    ) throws(ProtocolError) {
        self.head = head
        switch framing {
        case .length(let length):
            guard length <= limit else { throw .contentTooLarge(limit: limit) }
            content = .length(remaining: length, bytes: [])
        case .chunked:
            content = .chunked(ChunkedBody(bodyLimit: limit, limits: limits))
        }
    }

    /// The body, once it is complete.
    package var complete: [UInt8]? {
        switch content {
        case .length(let remaining, let bytes): remaining == 0 ? bytes : nil
        case .chunked(let chunked): chunked.isComplete ? chunked.body : nil
        }
    }

    /// Takes what belongs to the body from `range` of `input`.
    ///
    /// - Returns: how many bytes that were.
    package mutating func take(
        _ input: [UInt8], _ range: Range<Int>
    ) throws(ProtocolError) -> Int {
        switch content {
        case .length(let remaining, var bytes):
            let count = min(remaining, range.count)
            // Let go of the array first: otherwise appending to it would copy it.
            content = .length(remaining: 0, bytes: [])
            bytes.append(contentsOf: input[range.prefix(count)])
            content = .length(remaining: remaining - count, bytes: bytes)
            return count
        case .chunked(var chunked):
            content = .length(remaining: 0, bytes: [])
            let count = try chunked.take(input, range)
            content = .chunked(chunked)
            return count
        }
    }
}
