/// The items of a shop with their stock: found by id and by sku, listed by product and by part.
public struct ItemBook: Sendable {
    private(set) var kept = Slab<KeptItem>()
    private var ids = SlotIndex<KeptItem>()
    private var skus = SlotIndex<KeptItem>()
    /// Items by product.
    private var products: [Verbatim: [ID<Item>]] = [:]
    /// Items of a product.
    private var variantCount = 0
    /// Kits by component.
    private var kits: [ID<Item>: [ID<Item>]] = [:]

    public init() {}

    /// Adds an item at a rebuild, with its levels. It is found once a shop has taken the book.
    public mutating func restore(_ stock: ItemStock) { _ = kept.insert(KeptItem(stock)) }

    /// Makes all that was restored be found: at once, which is quicker than one by one.
    mutating func index() {
        ids.prepare(for: kept.count)
        skus.prepare(for: kept.count)
        for place in kept.places {
            let item = kept[place].item
            ids.insert(place, item.id.tableHash)
            name(item, place)
        }
    }

    // MARK: Looking things up

    var count: Int { kept.count }

    /// Distinct products; an item without one counts as one.
    var productCount: Int { kept.count - variantCount + products.count }

    func items(ofProduct product: String) -> [ID<Item>] { products[Verbatim(product)] ?? [] }

    func kits(with component: ID<Item>) -> [ID<Item>] { kits[component] ?? [] }

    func place(of id: ID<Item>) -> Slot<KeptItem>? {
        ids.first(id.tableHash) { kept[$0].id == id }
    }

    func place(of sku: String) -> Slot<KeptItem>? {
        let sku = Verbatim(sku)
        return skus.first(sku.tableHash) { Verbatim(kept[$0].sku) == sku }
    }

    // MARK: Changing

    /// Takes over what was counted of an item.
    mutating func count(_ stock: ItemStock) {
        guard let place = place(of: stock.item.id) else { return }
        kept.update(place) { $0.count(stock) }
    }

    /// Counts what a reservation promises of the item at a place, at a rebuild.
    mutating func countPromises(of reservation: Reservation, at place: Slot<KeptItem>) {
        kept.update(place) { $0.countPromises(of: reservation) }
    }

    /// Adds an item, or takes over what became of it; its stock stays.
    mutating func put(_ item: Item) {
        guard let place = place(of: item.id) else {
            let place = kept.insert(KeptItem(ItemStock(item: item)))
            ids.insert(place, item.id.tableHash)
            return name(item, place)
        }
        forget(kept[place].item, place)
        kept.update(place) { $0.become(item) }
        name(item, place)
    }

    mutating func remove(_ place: Slot<KeptItem>) {
        forget(kept[place].item, place)
        ids.remove(place)
        kept.remove(place)
    }

    private mutating func name(_ item: Item, _ place: Slot<KeptItem>) {
        skus.insert(place, Verbatim(item.sku).tableHash)
        if let product = item.productID {
            products[Verbatim(product), default: []].append(item.id)
            variantCount += 1
        }
        for part in item.components { kits[part.item, default: []].append(item.id) }
    }

    /// Drops an item's names: its sku, its product, its parts.
    private mutating func forget(_ item: Item, _ place: Slot<KeptItem>) {
        skus.remove(place)
        if let product = item.productID.map({ Verbatim($0) }) {
            products[product]?.removeAll { $0 == item.id }
            if products[product]?.isEmpty == true { products[product] = nil }
            variantCount -= 1
        }
        for part in item.components { kits[part.item]?.removeAll { $0 == item.id } }
    }
}
