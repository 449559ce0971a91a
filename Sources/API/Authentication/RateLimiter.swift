internal import Domain
internal import HTTP

/// Keeps storefronts within their rates. Secret keys have none.
@Loop
final class RateLimiter {
    /// Requests a second of one publishable key, and of one client address.
    static let keyRate: Int64 = 100
    static let addressRate: Int64 = 50

    private let isOn: Bool
    private let clients: ClientAddress
    private var keys = TokenBuckets<Int64>(rate: keyRate)
    private var addresses = TokenBuckets<[UInt8]>(rate: addressRate)

    init(isOn: Bool, trustedProxies: [AddressRange]) {
        self.isOn = isOn
        clients = ClientAddress(trustedProxies: trustedProxies)
    }

    /// `now` is milliseconds of a clock that never goes back.
    ///
    /// - Throws: `rate_limited`.
    func admit(_ head: RequestHead, _ principal: Principal, now: Int64) throws(Problem) {
        guard isOn else { return }
        switch principal.kind {
        case .nobody, .secret, .root: return
        case .publishable, .visitor: break
        }
        // Both are asked, so that one client's excess does not use up what all share.
        if let wait = addresses.take(clients.address(of: head).bytes, now: now) {
            throw Self.limited(Self.addressRate, wait)
        }
        if let key = principal.key, let wait = keys.take(key.rawValue, now: now) {
            throw Self.limited(Self.keyRate, wait)
        }
    }

    private static func limited(_ rate: Int64, _ milliseconds: Int64) -> Problem {
        let seconds = max(1, (milliseconds + 999) / 1_000)
        var problem = Problem(
            .rateLimited, "More than \(rate) requests a second.", retryAfter: Int(seconds))
        problem.headers.append("RateLimit", "\"storefront\";r=0;t=\(seconds)")
        problem.headers.append("RateLimit-Policy", "\"storefront\";q=\(rate);w=1")
        return problem
    }
}
