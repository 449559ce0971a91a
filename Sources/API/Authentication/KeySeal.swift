internal import Platform

/// Hides the texts of new keys in an answer that is kept for a replay, so that the database never
/// holds what opens a door. Only who sends the same `Idempotency-Key` again can read them.
///
/// A text's digits are combined with digits made from the `Idempotency-Key`, of which the
/// database has no more than a hash; the same once more gives the text back.
struct KeySeal: Sendable {
    private static let prefixes = [KeyText.secretPrefix, KeyText.publishablePrefix]

    /// Digits by prefix.
    private let pads: [[UInt8]]

    /// `name` is tenant, principal and `Idempotency-Key`.
    init(secret: [UInt8], name: [UInt8]) {
        pads = Self.prefixes.map { prefix in
            let pad = Digest.hmacSHA256(key: secret, Array(prefix.utf8) + name)
            return KeyText.digits(of: pad)
        }
    }

    /// Hides a text, or shows a hidden one.
    func apply(to text: String) -> String {
        String(decoding: apply(toBody: Array(text.utf8)), as: UTF8.self)
    }

    /// Does so with all texts of keys in a body.
    func apply(toBody body: [UInt8]) -> [UInt8] {
        var body = body
        for (prefix, pad) in zip(Self.prefixes, pads) {
            let bytes = Array(prefix.utf8)
            var index = 0
            while index + bytes.count + pad.count <= body.count {
                guard body[index...].starts(with: bytes) else {
                    index += 1
                    continue
                }
                index += bytes.count
                combine(&body, index..<(index + pad.count), pad)
            }
        }
        return body
    }

    /// Leaves the range as it is where it is not all digits.
    private func combine(_ body: inout [UInt8], _ range: Range<Int>, _ pad: [UInt8]) {
        let values = body[range].compactMap(KeyText.value(of:))
        guard values.count == pad.count else { return }
        for (offset, value) in values.enumerated() {
            body[range.lowerBound + offset] = KeyText.digit(value ^ pad[offset])
        }
    }
}
