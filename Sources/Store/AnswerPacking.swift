public import Domain

/// The kept answers of one batch as two columns: fixed-length keys, and the answers themselves.
///
/// The keys come first, so that a start can read them without the answers.
public enum AnswerPacking {
    /// One key: 16 bytes of digest, 8 of fingerprint, 4 of offset and 4 of length in `bodies`,
    /// 8 of version (or -1), 2 of status, 2 of the location's length before the body.
    ///
    /// A status with `echoMark` has a place in the event log for its body: 8 bytes of tenant,
    /// 8 of position, 4 of offset and 4 of length.
    public static let keyLength = 44

    private static let echoMark: UInt16 = 0x8000
    private static let placeLength = 24

    public static func pack(_ answers: [KeptAnswer]) -> (keys: [UInt8], bodies: [UInt8]) {
        var keys: [UInt8] = []
        var bodies: [UInt8] = []
        keys.reserveCapacity(answers.count * keyLength)
        bodies.reserveCapacity(answers.reduce(0) { $0 + $1.answer.body.count + 48 })
        pack(answers, keys: &keys, bodies: &bodies)
        return (keys, bodies)
    }

    /// Appends them to `keys` and `bodies`, which are empty, so that a writer can use their
    /// memory again.
    public static func pack(
        _ answers: [KeptAnswer], keys: inout [UInt8], bodies: inout [UInt8]
    ) {
        for kept in answers {
            let answer = kept.answer
            let offset = bodies.count
            if let location = answer.location { bodies.append(contentsOf: location.utf8) }
            let locationLength = bodies.count - offset
            var status = UInt16(answer.status)
            if let echo = kept.echo {
                append(echo, length: answer.body.count, to: &bodies)
                status |= echoMark
            } else {
                bodies.append(contentsOf: answer.body)
            }
            let place = UInt64(offset) << 32 | UInt64(bodies.count - offset)
            let (key, fingerprint) = (kept.key, kept.fingerprint)
            keys.append(addingCapacity: keyLength) { keys in
                keys.append(bigEndian: key.high)
                keys.append(bigEndian: key.low)
                keys.append(bigEndian: fingerprint)
                keys.append(bigEndian: place)
                keys.append(bigEndian: UInt64(bitPattern: answer.version ?? -1))
                keys.append(bigEndian: UInt32(status) << 16 | UInt32(locationLength))
            }
        }
    }

    /// - Throws: `StoreError.corrupt` for bytes that `pack` did not write.
    public static func digests(_ keys: [UInt8]) throws(StoreError) -> [KeyDigest] {
        guard keys.count.isMultiple(of: keyLength) else {
            throw .corrupt(table: "answer_batch", key: "keys")
        }
        return stride(from: 0, to: keys.count, by: keyLength).map { digest(keys, at: $0) }
    }

    /// The answer at a place in the batch; nil when another key stands there. `log` gives the
    /// bytes at a place of the event log, so many.
    ///
    /// - Throws: `StoreError.corrupt` for bytes that `pack` did not write.
    public static func answer(
        to key: KeyDigest, at place: Int, keys: [UInt8], bodies: [UInt8], given at: Timestamp,
        log: (LogPlace, Int) throws(StoreError) -> [UInt8]
    ) throws(StoreError) -> KeptAnswer? {
        let start = place * keyLength
        guard start + keyLength <= keys.count else {
            throw .corrupt(table: "answer_batch", key: "keys")
        }
        guard digest(keys, at: start) == key else { return nil }
        let offset = Int(keys.uint32(at: start + 24))
        let length = Int(keys.uint32(at: start + 28))
        let locationLength = Int(keys.uint16(at: start + 42))
        guard offset + length <= bodies.count, locationLength <= length else {
            throw .corrupt(table: "answer_batch", key: "bodies")
        }
        let version = Int64(bitPattern: keys.uint64(at: start + 32))
        let status = keys.uint16(at: start + 40)
        let location = bodies[offset..<(offset + locationLength)]
        var body = Array(bodies[location.endIndex..<(offset + length)])
        if status & echoMark != 0 {
            let (place, length) = try echo(body)
            body = try log(place, length)
        }
        return KeptAnswer(
            key: key, fingerprint: keys.uint64(at: start + 16),
            answer: Answer(
                status: Int(status & ~echoMark), body: body,
                location: location.isEmpty ? nil : String(decoding: location, as: UTF8.self),
                version: version < 0 ? nil : version),
            at: at)
    }

    private static func append(_ echo: LogPlace, length: Int, to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: placeLength) { bytes in
            bytes.append(bigEndian: UInt64(bitPattern: echo.tenant.rawValue))
            bytes.append(bigEndian: UInt64(bitPattern: echo.position))
            bytes.append(bigEndian: UInt64(echo.offset) << 32 | UInt64(length))
        }
    }

    private static func echo(_ bytes: [UInt8]) throws(StoreError) -> (LogPlace, length: Int) {
        guard bytes.count == placeLength else {
            throw .corrupt(table: "answer_batch", key: "bodies")
        }
        let place = LogPlace(
            tenant: ID(rawValue: Int64(bitPattern: bytes.uint64(at: 0))),
            position: Int64(bitPattern: bytes.uint64(at: 8)), offset: Int(bytes.uint32(at: 16)))
        return (place, Int(bytes.uint32(at: 20)))
    }

    private static func digest(_ keys: [UInt8], at start: Int) -> KeyDigest {
        KeyDigest(high: keys.uint64(at: start), low: keys.uint64(at: start + 8))
    }
}

extension OutputSpan<UInt8> {
    fileprivate mutating func append(bigEndian value: some FixedWidthInteger & UnsignedInteger) {
        var rest = value.byteSwapped
        for _ in 0..<(value.bitWidth / 8) {
            append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }
}

extension [UInt8] {
    func uint64(at start: Int) -> UInt64 { number(at: start, bytes: 8) }

    func uint32(at start: Int) -> UInt32 { UInt32(number(at: start, bytes: 4)) }

    func uint16(at start: Int) -> UInt16 { UInt16(number(at: start, bytes: 2)) }

    private func number(at start: Int, bytes: Int) -> UInt64 {
        var value: UInt64 = 0
        for index in start..<(start + bytes) { value = value << 8 | UInt64(self[index]) }
        return value
    }
}
