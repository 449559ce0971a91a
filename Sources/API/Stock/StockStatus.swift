/// What a buyer is told at a glance.
enum StockStatus: String, CaseIterable, Sendable {
    case inStock = "in_stock"
    case lowStock = "low_stock"
    case outOfStock = "out_of_stock"

    /// Below `threshold`, and above 0, an item is low on stock.
    init(available: Int64, threshold: Int64) {
        self =
            available <= 0 ? .outOfStock : available < threshold ? .lowStock : .inStock
    }
}
