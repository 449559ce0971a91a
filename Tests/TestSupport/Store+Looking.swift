public import Domain
public import Store

extension Store {
    /// The rows of `needs`, read in a batch that writes nothing.
    public func load(
        _ needs: Needs, of tenant: ID<Tenant>
    ) throws(StoreError) -> Opening {
        defer { leave() }
        return try open(tenant, for: needs, at: Timestamp(milliseconds: 0))
    }

    /// The answer kept under a key of a tenant, if it was given less than 24 hours before.
    public func keptAnswer(
        _ key: KeyDigest, of tenant: ID<Tenant> = .fixture(1), at now: Timestamp
    ) throws(StoreError) -> KeptAnswer? {
        defer { leave() }
        return try open(tenant, for: Needs(keys: [key]), at: now).kept[key]
    }
}
