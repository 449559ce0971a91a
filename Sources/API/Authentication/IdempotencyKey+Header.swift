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
        var name = HashedParts()
        name.append(owner.tenant)
        name.append(owner.principal)
        name.append(key)
        var request = HashedParts()
        request.append(context.request.methodBytes)
        request.append(context.request.rawTarget)
        request.append(context.request.body)
        let digest = Digest.keyedHash128(secret, name)
        self.init(
            digest: KeyDigest(
                high: UInt64(truncatingIfNeeded: digest >> 64),
                low: UInt64(truncatingIfNeeded: digest)),
            fingerprint: Digest.keyedHash(secret, request))
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
        guard (1...255).contains(key.count), key.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return nil
        }
        return key
    }

    private static func bytes(_ number: Int64) -> [UInt8] {
        stride(from: Int64(0), to: 64, by: 8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}
