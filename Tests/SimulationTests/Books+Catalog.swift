import Domain

extension Books {
    mutating func putItem(
        _ sku: String, _ request: ItemRequest, _ precondition: Precondition,
        _ result: CommandResult
    ) throws(Mismatch) {
        let known = item(sku)
        let version = known.flatMap { items[$0]?.version }
        if let conflict = conflict(precondition, version) { return try refused(result, conflict) }
        if let limit = plan.products, exceeds(limit, giving: request.productID, to: known) {
            return try refused(result, .quotaExceeded(limit: limit))
        }
        if let rejection = unfit(request.components, for: known) {
            return try refused(result, rejection)
        }
        guard case .item(let made, _, let isNew) = try outcome(result) else {
            throw Mismatch("no item: \(result)")
        }
        try agree("a new item", found: isNew, expected: known == nil)
        try agree("version", found: made.version, expected: (version ?? 0) + 1)
        if let known { try agree("item", found: made.id.rawValue, expected: known) }
        items[made.id.rawValue] = Article(
            sku: sku, productID: request.productID, category: request.category,
            isActive: request.isActive, backorder: request.backorder,
            parts: parts(request.components), version: made.version)
    }

    mutating func editItem(
        _ sku: String, _ edit: ItemEdit, _ precondition: Precondition, _ result: CommandResult
    ) throws(Mismatch) {
        guard let id = item(sku), var article = items[id] else {
            return try refused(result, .itemNotFound)
        }
        if let conflict = conflict(precondition, article.version) {
            return try refused(result, conflict)
        }
        if let name = edit.sku, name != sku {
            guard item(name) == nil else { return try refused(result, .skuTaken) }
            article.sku = name
        }
        let product = edit.productID.applied(to: article.productID)
        if let limit = plan.products, exceeds(limit, giving: product, to: id) {
            return try refused(result, .quotaExceeded(limit: limit))
        }
        switch edit.components {
        case .keep: break
        case .unset: article.parts = []
        case .set(let parts):
            if let rejection = unfit(parts, for: id) { return try refused(result, rejection) }
            article.parts = self.parts(parts)
        }
        article.isActive = edit.isActive ?? article.isActive
        article.category = edit.category.applied(to: article.category)
        article.productID = product
        article.backorder = edit.backorder.applied(to: article.backorder, fallback: .deny)
        article.version += 1
        guard case .item(let edited, _, _) = try outcome(result) else {
            throw Mismatch("no item: \(result)")
        }
        try agree("version", found: edited.version, expected: article.version)
        items[id] = article
    }

    mutating func deleteItem(
        _ sku: String, _ precondition: Precondition, _ result: CommandResult
    ) throws(Mismatch) {
        guard let id = item(sku) else { return try refused(result, .itemNotFound) }
        if let conflict = conflict(precondition, items[id]?.version) {
            return try refused(result, conflict)
        }
        let isHeld = openPromises.contains { promise in
            promise.lines.contains { $0.item == id && $0.quantity > $0.cancelled }
        }
        guard !hasStock(id), !isPart(id), !isHeld else {
            return try refused(result, .itemInUse(""))
        }
        guard case .itemDeleted = try outcome(result) else {
            throw Mismatch("not deleted: \(result)")
        }
        items[id] = nil
        shelves = shelves.filter { $0.key.item != id }
    }

    func conflict(_ precondition: Precondition, _ version: Int64?) -> Rejection? {
        switch precondition {
        case .none: nil
        case .exists: version == nil ? .versionConflict(current: 0) : nil
        case .version(let versions):
            version.map { versions.contains($0) } == true
                ? nil : .versionConflict(current: version ?? 0)
        }
    }

    /// Whether a product, or an item without one, would come on top of a full quota; `item` is
    /// nil for one that is new.
    private func exceeds(_ limit: Int, giving product: String?, to item: Int64?) -> Bool {
        let before = items.values.map(\.productID)
        let others = items.filter { $0.key != item }.values.map(\.productID)
        let after = Self.productCount(others + [product])
        return after > limit && after > Self.productCount(before)
    }

    private static func productCount(_ products: [String?]) -> Int {
        Set(products.compactMap(\.self)).count + products.count { $0 == nil }
    }

    private func isPart(_ item: Int64) -> Bool {
        items.values.contains { $0.parts.contains { $0.item == item } }
    }

    private func parts(_ named: [KitPart]) -> [Part] {
        named.compactMap { part in
            item(part.sku).map { Part(item: $0, quantity: part.quantity) }
        }
    }

    /// Why an item cannot be made of these; nil: it can.
    private func unfit(_ named: [KitPart], for kit: Int64?) -> Rejection? {
        guard !named.isEmpty else { return nil }
        if let kit, hasStock(kit) || isPart(kit) { return .itemInUse("") }
        var seen: Set<Int64> = []
        for (index, part) in named.enumerated() {
            guard let id = item(part.sku) else {
                return .unknownSKU([
                    LineRefusal(index: index, sku: part.sku, code: .unknownSKU)
                ])
            }
            guard items[id]?.parts.isEmpty == true, id != kit, seen.insert(id).inserted else {
                return .invalidField("components[\(index)].sku", detail: "")
            }
        }
        return nil
    }

    // MARK: Locations, settings, keys

    mutating func createLocation(
        _ request: LocationRequest, _ result: CommandResult
    ) throws(Mismatch) {
        guard place(.code(request.code)) == nil else { return try refused(result, .codeTaken) }
        guard case .location(let made, true) = try outcome(result) else {
            throw Mismatch("no location: \(result)")
        }
        places[made.id.rawValue] = Place(
            code: request.code, priority: request.priority,
            channels: request.channels?.map(\.name), isActive: request.isActive)
    }

    mutating func editLocation(
        _ name: LocationName, _ edit: LocationEdit, _ precondition: Precondition,
        _ result: CommandResult
    ) throws(Mismatch) {
        guard let id = place(name), var place = places[id] else {
            return try refused(result, .locationNotFound)
        }
        if let conflict = conflict(precondition, place.version) {
            return try refused(result, conflict)
        }
        if let code = edit.code, code != place.code {
            guard self.place(.code(code)) == nil else { return try refused(result, .codeTaken) }
            place.code = code
        }
        if edit.isActive == false, place.isActive, let rejection = occupied(id) {
            return try refused(result, rejection)
        }
        place.priority = edit.priority.applied(to: place.priority, fallback: 100)
        switch edit.channels {
        case .keep: break
        case .set(let channels): place.channels = channels.map(\.name)
        case .unset: place.channels = nil
        }
        place.isActive = edit.isActive ?? place.isActive
        place.version += 1
        guard case .location(let edited, false) = try outcome(result) else {
            throw Mismatch("no location: \(result)")
        }
        try agree("version", found: edited.version, expected: place.version)
        places[id] = place
    }

    private func occupied(_ id: Int64) -> Rejection? {
        var onHand: Int64 = 0
        var reserved: Int64 = 0
        var committed: Int64 = 0
        for (spot, shelf) in shelves where spot.place == id {
            onHand += shelf.onHand + shelf.incoming
            reserved += held(spot).reserved
            committed += held(spot).committed
        }
        guard onHand + reserved + committed > 0 else { return nil }
        return .locationInUse(onHand: onHand, reserved: reserved, committed: committed)
    }

    mutating func editSettings(
        _ edit: SettingsEdit, _ precondition: Precondition, _ result: CommandResult
    ) throws(Mismatch) {
        if let conflict = conflict(precondition, settings.version) {
            return try refused(result, conflict)
        }
        settings.holderLimit = edit.holderLimit.applied(to: settings.holderLimit)
        settings.ttlSeconds.cart = edit.cartTTL.applied(
            to: settings.ttlSeconds.cart, fallback: 900)
        settings.ttlSeconds.order = edit.orderTTL.applied(to: settings.ttlSeconds.order)
        settings.deduction = edit.deduction.applied(
            to: settings.deduction, fallback: .onShipment)
        settings.sourceSelection = edit.sourceSelection.applied(
            to: settings.sourceSelection, fallback: .fewestParcels)
        settings.lowStockThreshold = edit.lowStockThreshold.applied(
            to: settings.lowStockThreshold, fallback: 10)
        settings.version += 1
        guard case .settings(let edited) = try outcome(result) else {
            throw Mismatch("no settings: \(result)")
        }
        try agree("settings", found: edited, expected: settings)
    }

    mutating func setPolicies(
        _ policies: [AllocationPolicy], _ result: CommandResult
    ) throws(Mismatch) {
        guard case .policies(let set, let version) = try outcome(result) else {
            throw Mismatch("no policies: \(result)")
        }
        try agree("policies", found: set, expected: policies)
        settings.version += 1
        try agree("version", found: version, expected: settings.version)
        self.policies = policies
    }

    mutating func createKey(_ result: CommandResult) throws(Mismatch) {
        guard case .key(let key) = try outcome(result) else {
            throw Mismatch("no key: \(result)")
        }
        keys.insert(key.id.rawValue)
    }

    mutating func deleteKey(_ id: ID<APIKey>, _ result: CommandResult) throws(Mismatch) {
        guard keys.remove(id.rawValue) != nil else { return try refused(result, .keyNotFound) }
        guard case .keyDeleted = try outcome(result) else {
            throw Mismatch("not deleted: \(result)")
        }
    }
}
