extension Draft {
    /// Creates an item or replaces it; its stock and its history stay.
    mutating func putItem(
        _ sku: String, _ request: ItemRequest, _ precondition: Precondition
    ) throws(Rejection) -> Outcome {
        let known = shop.item(sku).flatMap { stock($0)?.item }
        try check(precondition, known?.version)
        try checkQuota(of: request.productID, for: known)
        let components = try components(request.components, of: known)
        let item = Item(
            id: known?.id ?? nextID(), sku: sku, productID: request.productID,
            category: request.category, lowStockThreshold: request.lowStockThreshold,
            backorder: request.backorder, components: components, isActive: request.isActive,
            version: (known?.version ?? 0) + 1)
        var profile = request.profile
        profile.createdAt = known.flatMap { self.profile($0.id)?.createdAt } ?? now
        profile.updatedAt = now
        change(.item(item, profile, isNew: known == nil))
        return .item(item, profile, isNew: known == nil)
    }

    /// Changes some fields of an item; a new sku is a new name for the same item.
    mutating func editItem(
        _ sku: String, _ edit: ItemEdit, _ precondition: Precondition
    ) throws(Rejection) -> Outcome {
        guard let id = shop.item(sku), var item = stock(id)?.item, var profile = profile(id)
        else { throw .itemNotFound }
        try check(precondition, item.version)
        if let name = edit.sku, Verbatim(name) != Verbatim(sku) {
            guard shop.item(name) == nil else { throw .skuTaken }
            item.sku = name
        }
        let product = edit.productID.applied(to: item.productID)
        try checkQuota(of: product, for: item)
        item.productID = product
        item.category = edit.category.applied(to: item.category)
        item.lowStockThreshold = edit.lowStockThreshold.applied(to: item.lowStockThreshold)
        item.backorder = edit.backorder.applied(to: item.backorder, fallback: .deny)
        item.isActive = edit.isActive ?? item.isActive
        switch edit.components {
        case .keep: break
        case .set(let parts): item.components = try components(parts, of: item)
        case .unset: item.components = []
        }
        profile.title = edit.title ?? profile.title
        profile.options = edit.options.applied(to: profile.options, fallback: [])
        profile.barcode = edit.barcode.applied(to: profile.barcode)
        profile.price = edit.price.applied(to: profile.price)
        profile.cost = edit.cost.applied(to: profile.cost)
        profile.imageURL = edit.imageURL.applied(to: profile.imageURL)
        item.version += 1
        profile.updatedAt = now
        change(.item(item, profile, isNew: false))
        return .item(item, profile, isNew: false)
    }

    mutating func deleteItem(
        _ sku: String, _ precondition: Precondition
    ) throws(Rejection) -> Outcome {
        guard let id = shop.item(sku), let stock = effectiveStock(id) else { throw .itemNotFound }
        try check(precondition, stock.item.version)
        guard !stock.hasStock else { throw .itemInUse("It has stock.") }
        guard shop.kits(with: id).isEmpty else { throw .itemInUse("It is part of a kit.") }
        let isHeld = shop.openReservations.contains { reservation in
            !reservation.hasExpired(at: now)
                && reservation.lines.contains { $0.item == id && $0.quantity > $0.cancelled }
        }
        guard !isHeld else { throw .itemInUse("Open reservations hold it.") }
        bookExpiries(of: id)
        change(.itemDeleted(id))
        return .itemDeleted
    }

    /// What a kit is made of. A kit has no stock of its own, and holds no other kit.
    private func components(
        _ parts: [KitPart], of item: Item?
    ) throws(Rejection) -> [Item.Component] {
        guard !parts.isEmpty else { return [] }
        if let item {
            guard stock(item.id)?.hasStock != true else {
                throw .itemInUse("It has stock; a kit has none of its own.")
            }
            guard shop.kits(with: item.id).isEmpty else {
                throw .itemInUse("It is part of a kit itself.")
            }
        }
        var found: [Item.Component] = []
        for (index, part) in parts.enumerated() {
            let field = "components[\(index)].sku"
            guard let id = shop.item(part.sku), let component = stock(id)?.item else {
                throw .unknownSKU([
                    LineRefusal(index: index, sku: part.sku, code: .unknownSKU)
                ])
            }
            guard !component.isKit, id != item?.id else {
                throw .invalidField(field, detail: "A kit cannot be part of a kit.")
            }
            guard !found.contains(where: { $0.item == id }) else {
                throw .invalidField(field, detail: "Each component stands once.")
            }
            found.append(Item.Component(item: id, quantity: part.quantity))
        }
        return found
    }

    /// Plans count products, an item without one as one. Past the quota nothing may add to them.
    private func checkQuota(of product: String?, for known: Item?) throws(Rejection) {
        guard let limit = shop.tenant.plan.products else { return }
        let others = product.map { shop.items(ofProduct: $0).contains { $0 != known?.id } }
        let isAdded = others != true
        var isDropped = false
        if let known {
            isDropped = known.productID.map { shop.items(ofProduct: $0).count == 1 } ?? true
        }
        guard !isAdded || isDropped || shop.productCount < limit else {
            throw .quotaExceeded(limit: limit)
        }
    }

    func check(_ precondition: Precondition, _ version: Int64?) throws(Rejection) {
        switch precondition {
        case .none: return
        case .exists:
            guard version != nil else { throw .versionConflict(current: 0) }
        case .version(let versions):
            guard let version, versions.contains(version) else {
                throw .versionConflict(current: version ?? 0)
            }
        }
    }
}
