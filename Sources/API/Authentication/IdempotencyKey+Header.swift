internal import Domain
internal import Engine
internal import HTTP
internal import Platform
internal import Store

extension IdempotencyKey {
    /// The request's `Idempotency-Key`; nil where it has none, or the route takes none.
    ///
    /// - Throws: `invalid_idempotency_key`.
    init?(_ context: Context) throws(Problem) {
        guard let key = try Self.header(context) else { return nil }
        let secret = context.services.secret
        let owner = Self.owner(context)
        var parts = HashedParts()
        parts.append(owner.tenant)
        parts.append(owner.principal)
        parts.append(key)
        let digest = Digest.keyedHash128(secret, parts)
        parts.removeAll()
        parts.append(context.request.methodBytes)
        parts.append(context.request.rawTarget)
        parts.append(context.request.body)
        self.init(
            digest: KeyDigest(
                high: UInt64(truncatingIfNeeded: digest >> 64),
                low: UInt64(truncatingIfNeeded: digest)),
            fingerprint: Digest.keyedHash(secret, parts))
    }

    /// The key as it was sent.
    private static func header(_ context: Context) throws(Problem) -> ArraySlice<UInt8>? {
        guard context.route.takesIdempotencyKey else { return nil }
        switch context.request.headerValue("idempotency-key") {
        case .none: return nil
        case .one(let header):
            if let key = bare(header) { return key }
        case .several: break
        }
        throw Problem(
            .invalidIdempotencyKey,
            "Idempotency-Key must be there once, with 1 to 255 visible ASCII characters.")
    }

    /// For requests that change nothing, whose answers are not kept.
    ///
    /// - Throws: `invalid_idempotency_key`.
    static func check(_ context: Context) throws(Problem) {
        _ = try header(context)
    }

    /// Whose key it is: the same text of another principal is another key.
    private static func owner(_ context: Context) -> (tenant: Int64, principal: Int64) {
        (context.tenant.rawValue, context.principal.key?.rawValue ?? 0)
    }

    /// What hides the texts of new keys in the answer that is kept under the request's key.
    static func seal(_ context: Context) throws(Problem) -> KeySeal? {
        guard let key = try header(context) else { return nil }
        let owner = owner(context)
        return KeySeal(
            secret: context.services.secret,
            name: bytes(owner.tenant) + bytes(owner.principal) + key)
    }

    /// The key without the quotes that it may stand in; nil where it cannot be one.
    static func bare(_ header: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var key = header
        let quote = UInt8(ascii: "\"")
        if key.count >= 2, key.first == quote, key.last == quote {
            key = key.dropFirst().dropLast()
        }
        return (1...255).contains(key.count) && key.isVisibleASCII ? key : nil
    }

    private static func bytes(_ number: Int64) -> [UInt8] {
        stride(from: Int64(0), to: 64, by: 8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}
