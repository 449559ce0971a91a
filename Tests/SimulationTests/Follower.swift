import Domain
import Store

/// Another process that takes over what was committed, batch by batch, from bytes alone.
final class Follower {
    private(set) var residents: Residents
    /// Why it could not go on.
    private(set) var failure: StoreError?

    init(_ residents: Residents) {
        self.residents = residents
    }

    func take(_ batch: Batch) {
        for tenant in batch.tenants {
            do throws(StoreError) {
                let changes = try ChangesCodec.decode(ChangesCodec.encode(tenant.changes))
                residents.apply(
                    TenantBatch(
                        changes: changes, firstPosition: tenant.firstPosition,
                        entries: tenant.entries))
            } catch {
                failure = error
            }
        }
    }
}
