extension Draft {
    mutating func createLocation(_ request: LocationRequest) throws(Rejection) -> Outcome {
        guard shop.location(.code(request.code)) == nil else { throw .codeTaken }
        let location = Location(
            id: nextID(), code: request.code, name: request.name, priority: request.priority,
            channels: request.channels, address: request.address, isActive: request.isActive)
        change(.location(location, isNew: true))
        return .location(location, isNew: true)
    }

    /// Changes some fields of a location. One with stock or promises stays active.
    mutating func editLocation(
        _ name: LocationName, _ edit: LocationEdit, _ precondition: Precondition
    ) throws(Rejection) -> Outcome {
        guard var location = shop.location(name) else { throw .locationNotFound }
        try check(precondition, location.version)
        if let code = edit.code, code != location.code {
            guard shop.location(.code(code)) == nil else { throw .codeTaken }
            location.code = code
        }
        location.name = edit.name ?? location.name
        location.priority = edit.priority.applied(to: location.priority, fallback: 100)
        location.channels = edit.channels.applied(to: location.channels)
        location.address = edit.address.applied(to: location.address)
        if edit.isActive == false, location.isActive { try checkEmpty(location) }
        location.isActive = edit.isActive ?? location.isActive
        location.version += 1
        change(.location(location, isNew: false))
        return .location(location, isNew: false)
    }

    private func checkEmpty(_ location: Location) throws(Rejection) {
        var sum = Quantities.zero
        for stock in shop.allStocks {
            let there = (shop.stockAsOf(stock.item.id, now) ?? stock).quantities(at: location.id)
            sum.onHand = Self.capped(sum.onHand, there.onHand + there.incoming)
            sum.reserved = Self.capped(sum.reserved, there.reserved)
            sum.committed = Self.capped(sum.committed, there.committed)
        }
        guard sum == .zero else {
            throw .locationInUse(
                onHand: sum.onHand, reserved: sum.reserved, committed: sum.committed)
        }
    }

    /// A sum over all items, which may be more than a number holds; then the largest one.
    private static func capped(_ sum: Int64, _ units: Int64) -> Int64 {
        let (total, overflow) = sum.addingReportingOverflow(units)
        return overflow ? .max : total
    }

    mutating func editSettings(
        _ edit: SettingsEdit, _ precondition: Precondition
    ) throws(Rejection) -> Outcome {
        var settings = shop.settings
        try check(precondition, settings.version)
        let usual = Settings()
        settings.ttlSeconds.cart = edit.cartTTL.applied(
            to: settings.ttlSeconds.cart, fallback: usual.ttlSeconds.cart)
        settings.ttlSeconds.checkout = edit.checkoutTTL.applied(
            to: settings.ttlSeconds.checkout, fallback: usual.ttlSeconds.checkout)
        settings.ttlSeconds.abandonedCart = edit.abandonedCartTTL.applied(
            to: settings.ttlSeconds.abandonedCart, fallback: usual.ttlSeconds.abandonedCart)
        settings.ttlSeconds.order = edit.orderTTL.applied(to: settings.ttlSeconds.order)
        settings.holderLimit = edit.holderLimit.applied(to: settings.holderLimit)
        settings.displayCap = edit.displayCap.applied(to: settings.displayCap)
        settings.deduction = edit.deduction.applied(
            to: settings.deduction, fallback: usual.deduction)
        settings.lowStockThreshold = edit.lowStockThreshold.applied(
            to: settings.lowStockThreshold, fallback: usual.lowStockThreshold)
        settings.sourceSelection = edit.sourceSelection.applied(
            to: settings.sourceSelection, fallback: usual.sourceSelection)
        settings.currency = edit.currency.applied(
            to: settings.currency, fallback: usual.currency)
        settings.timeZone = edit.timeZone.applied(
            to: settings.timeZone, fallback: usual.timeZone)
        settings.version += 1
        change(.settings(settings))
        return .settings(settings)
    }

    mutating func setPolicies(
        _ policies: [AllocationPolicy], _ precondition: Precondition
    ) throws(Rejection) -> Outcome {
        var settings = shop.settings
        try check(precondition, settings.version)
        settings.version += 1
        change(.settings(settings))
        change(.policies(policies))
        return .policies(policies, version: settings.version)
    }

    mutating func createKey(_ request: KeyRequest) -> Outcome {
        let key = key(request, of: shop.tenant.id)
        change(.key(key))
        return .key(key)
    }

    mutating func deleteKey(_ id: ID<APIKey>) -> Outcome {
        change(.keyDeleted(id))
        return .keyDeleted
    }

    mutating func createTenant(_ request: TenantRequest) -> Outcome {
        let tenant = TenantRecord(
            id: nextID(), name: request.name, plan: request.plan, createdAt: now)
        let main = Location(id: nextID(), code: Location.mainCode, name: "Main")
        let keys = request.keys.map { key($0, of: tenant.id) }
        change(.tenant(tenant, main, keys))
        return .tenant(tenant, keys: keys)
    }

    private mutating func key(_ request: KeyRequest, of tenant: ID<Tenant>) -> APIKey {
        APIKey(
            id: nextID(), tenant: tenant, name: request.name, kind: request.kind,
            digest: request.digest, prefix: request.prefix, scopes: request.scopes,
            allowedOrigins: request.allowedOrigins, createdAt: now,
            expiresAt: request.expiresAt)
    }

    /// Books the movements that make the ledger and the promises balance again: what levels say
    /// is on hand stays, and what open reservations hold is what is reserved and committed.
    mutating func repair(_ differences: [Difference], dryRun: Bool) -> Outcome {
        let before = self
        let first = movements.count
        for difference in differences {
            correct(difference)
        }
        let outcome = Outcome.repaired(Array(movements[first...]), dryRun: dryRun)
        if dryRun { self = before }
        return outcome
    }

    /// The movement brings the ledger to the corrected value; the level is set beside it.
    private mutating func correct(_ difference: Difference) {
        let target = difference.isPromise ? difference.expected : difference.actual
        guard let ledger = Delta(difference.quantity, target - difference.ledger),
            let resident = stock(difference.item)?.quantities(at: difference.location),
            let level = Delta(
                difference.quantity, target - resident[named: difference.quantity])
        else { return }
        move(difference.item, at: difference.location, ledger, .corrected)
        settle(difference.item, at: difference.location, moved: ledger, wanted: level)
    }
}

extension Difference {
    /// Whether reservations, and not the shelf, say what is right.
    var isPromise: Bool { quantity == "reserved" || quantity == "committed" }
}

extension Delta {
    /// A change of one quantity by the API's name of it; nil for an unknown name.
    init?(_ quantity: String, _ units: Int64) {
        switch quantity {
        case "on_hand": self.init(onHand: units)
        case "reserved": self.init(reserved: units)
        case "committed": self.init(committed: units)
        case "unavailable": self.init(unavailable: units)
        case "incoming": self.init(incoming: units)
        case "safety_stock": self.init(safetyStock: units)
        default: return nil
        }
    }

    static func - (left: Delta, right: Delta) -> Delta {
        Delta(
            onHand: left.onHand - right.onHand, reserved: left.reserved - right.reserved,
            committed: left.committed - right.committed,
            unavailable: left.unavailable - right.unavailable,
            incoming: left.incoming - right.incoming,
            safetyStock: left.safetyStock - right.safetyStock)
    }
}

extension Quantities {
    subscript(named name: String) -> Int64 {
        switch name {
        case "on_hand": onHand
        case "reserved": reserved
        case "committed": committed
        case "unavailable": unavailable
        case "incoming": incoming
        case "safety_stock": safetyStock
        default: 0
        }
    }
}
