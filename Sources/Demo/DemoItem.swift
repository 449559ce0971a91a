package import Domain

/// One item of the demo shop, before it is an item.
package struct DemoItem: Equatable, Sendable {
    package let sku: String
    package let title: String
    package let productID: String
    package let category: String
    package let options: [ItemProfile.Option]
    /// Cents.
    package let price: Int64
    package let cost: Int64
    /// Units that the shop likes to have.
    package let target: Int64
    /// Stands in the storefront's window.
    package var picture: String?
    /// Nil for all but kits.
    package var components: [KitPart] = []

    /// The `number`th item of the catalog, which its barcode is made from.
    package func command(number: Int) -> Command {
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
