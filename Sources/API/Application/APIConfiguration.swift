/// What the operator decided about the API.
public struct APIConfiguration: Sendable {
    public var rateLimits: Bool
    /// Whose `X-Forwarded-For` is believed.
    public var trustedProxies: [AddressRange]
    public var production: Bool
    /// Whether the doors open without a credential.
    public var openCompat: Bool
    /// Whether `/openapi.json`, `/docs` and `/demo` are served.
    public var docs: Bool
    public var version: String
    /// The demo shop's publishable key, for its page; nil where there is no demo shop.
    public var demoKey: String?
    /// Threads that answer lists and reports.
    public var readerThreads: Int

    public init(
        rateLimits: Bool = true, trustedProxies: [AddressRange] = [], production: Bool = false,
        openCompat: Bool = false, docs: Bool = true, version: String = "0.1.0",
        readerThreads: Int = 2, demoKey: String? = nil
    ) {
        self.rateLimits = rateLimits
        self.trustedProxies = trustedProxies
        self.production = production
        self.openCompat = openCompat
        self.docs = docs
        self.version = version
        self.demoKey = demoKey
        self.readerThreads = readerThreads
    }
}
