internal import Domain

/// One item of the demo shop, before it is an item.
struct DemoItem: Equatable, Sendable {
    let sku: String
    let title: String
    let productID: String
    let category: String
    let options: [ItemProfile.Option]
    /// Cents.
    let price: Int64
    let cost: Int64
    /// Units that the shop likes to have.
    let target: Int64
    /// Stands in the storefront's window.
    var picture: String?
    /// Nil for all but kits.
    var components: [KitPart] = []

    /// The `number`th item of the catalog, which its barcode is made from.
    func command(number: Int) -> Command {
        var profile = ItemProfile(title: title)
        profile.options = options
        profile.barcode = DemoGTIN.text(number)
        profile.price = Money(amount: price, currency: "EUR")
        profile.cost = Money(amount: cost, currency: "EUR")
        profile.imageURL = picture.map { "/demo/art/\($0).svg" }
        return .putItem(
            sku: sku,
            ItemRequest(
                profile: profile, productID: productID, category: category,
                lowStockThreshold: target < 12 ? 4 : nil, components: components),
            .none)
    }
}
