public import Domain

/// The kept answers of one batch as two columns: fixed-length keys, and the answers themselves.
///
/// The keys come first, so that a start can read them without the answers.
public enum AnswerPacking {
    /// One key: 16 bytes of digest, 8 of fingerprint, 4 of offset and 4 of length in `bodies`,
    /// 8 of version (or -1), 2 of status, 2 of the location's length before the body.
    public static let keyLength = 44

    public static func pack(_ answers: [KeptAnswer]) -> (keys: [UInt8], bodies: [UInt8]) {
        var keys: [UInt8] = []
        var bodies: [UInt8] = []
        keys.reserveCapacity(answers.count * keyLength)
        bodies.reserveCapacity(answers.reduce(0) { $0 + $1.answer.body.count + 48 })
        for kept in answers {
            let location = Array((kept.answer.location ?? "").utf8)
            keys.append(bigEndian: kept.key.high)
            keys.append(bigEndian: kept.key.low)
            keys.append(bigEndian: kept.fingerprint)
            keys.append(bigEndian: UInt32(bodies.count))
            keys.append(bigEndian: UInt32(location.count + kept.answer.body.count))
            keys.append(bigEndian: UInt64(bitPattern: kept.answer.version ?? -1))
            keys.append(bigEndian: UInt16(kept.answer.status))
            keys.append(bigEndian: UInt16(location.count))
            bodies += location
            bodies += kept.answer.body
        }
        return (keys, bodies)
    }

    public static func digests(_ keys: [UInt8]) throws(StoreError) -> [KeyDigest] {
        guard keys.count.isMultiple(of: keyLength) else {
            throw .corrupt(table: "answer_batch", key: "keys")
        }
        return stride(from: 0, to: keys.count, by: keyLength).map { start in
            KeyDigest(high: keys.uint64(at: start), low: keys.uint64(at: start + 8))
        }
    }

    /// The answer at a place in the batch.
    public static func answer(
        at place: Int, keys: [UInt8], bodies: [UInt8], given at: Timestamp
    ) throws(StoreError) -> KeptAnswer {
        let start = place * keyLength
        guard start + keyLength <= keys.count else {
            throw .corrupt(table: "answer_batch", key: "keys")
        }
        let offset = Int(keys.uint32(at: start + 24))
        let length = Int(keys.uint32(at: start + 28))
        let locationLength = Int(keys.uint16(at: start + 42))
        guard offset + length <= bodies.count, locationLength <= length else {
            throw .corrupt(table: "answer_batch", key: "bodies")
        }
        let version = Int64(bitPattern: keys.uint64(at: start + 32))
        let location = bodies[offset..<(offset + locationLength)]
        return KeptAnswer(
            key: KeyDigest(high: keys.uint64(at: start), low: keys.uint64(at: start + 8)),
            fingerprint: keys.uint64(at: start + 16),
            answer: Answer(
                status: Int(keys.uint16(at: start + 40)),
                body: Array(bodies[(offset + locationLength)..<(offset + length)]),
                location: location.isEmpty ? nil : String(decoding: location, as: UTF8.self),
                version: version < 0 ? nil : version),
            at: at)
    }
}

extension [UInt8] {
    mutating func append(bigEndian value: some FixedWidthInteger) {
        for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    func uint64(at start: Int) -> UInt64 {
        self[start..<(start + 8)].reduce(0) { $0 << 8 | UInt64($1) }
    }

    func uint32(at start: Int) -> UInt32 {
        self[start..<(start + 4)].reduce(0) { $0 << 8 | UInt32($1) }
    }

    func uint16(at start: Int) -> UInt16 {
        self[start..<(start + 2)].reduce(0) { $0 << 8 | UInt16($1) }
    }
}
