/// Why a command was refused. The caller's problem; it changed nothing.
public enum Rejection: Error, Equatable, Sendable {
    /// What was asked for is not there, or may not be promised. One entry a line that failed.
    case insufficientStock([LineRefusal])
    /// Lines that name an item or a location that the tenant does not have.
    case unknownSKU([LineRefusal])
    case unknownLocation([LineRefusal])
    /// `expected` did not hold.
    case stockChanged([LineRefusal])
    case negativeStock([LineRefusal])
    case quantityOutOfRange([LineRefusal])
    case reservationNotFound
    case reservationNotActive(Reservation.State)
    case reservationExpired
    case notCommitted([LineRefusal])
    case itemNotFound
    /// It has stock, open reservations, or is part of a kit.
    case itemInUse(String)
    case skuTaken
    case versionConflict(current: Int64)
    case locationNotFound
    case codeTaken
    case locationInUse(onHand: Int64, reserved: Int64, committed: Int64)
    case keyNotFound
    case quotaExceeded(limit: Int)
    /// A field that means nothing here; `field` is its path.
    case invalidField(String, detail: String)
}

extension Rejection {
    /// The same as a storefront may know it: no line says that more than `cap` is available.
    public func capped(at cap: Int64?) -> Rejection {
        guard let cap, case .insufficientStock(let lines) = self else { return self }
        return .insufficientStock(
            lines.map { line in
                LineRefusal(
                    index: line.index, sku: line.sku, code: line.code, requested: line.requested,
                    available: line.available.map { min($0, cap) }, current: line.current)
            })
    }
}

/// One line that was refused, and what there was instead.
public struct LineRefusal: Equatable, Sendable {
    /// The line's place in the request, from 0.
    public let index: Int
    public let sku: String
    public let code: Code
    /// The line's own number.
    public let requested: Int64?
    /// What this request could have had.
    public let available: Int64?
    /// The value where another was expected.
    public let current: Int64?

    public init(
        index: Int, sku: String, code: Code, requested: Int64? = nil, available: Int64? = nil,
        current: Int64? = nil
    ) {
        self.index = index
        self.sku = sku
        self.code = code
        self.requested = requested
        self.available = available
        self.current = current
    }

    /// In the order in which they apply; the first that does is the one named.
    public enum Code: Int, CaseIterable, Sendable {
        case unknownSKU, holderLimit, outOfStock, insufficientStock, allocationExhausted
        case unknownLocation, stockChanged, negativeStock, quantityOutOfRange, notCommitted

        /// The word of the API.
        public var name: String {
            switch self {
            case .unknownSKU: "unknown_sku"
            case .holderLimit: "holder_limit"
            case .outOfStock: "out_of_stock"
            case .insufficientStock: "insufficient_stock"
            case .allocationExhausted: "allocation_exhausted"
            case .unknownLocation: "unknown_location"
            case .stockChanged: "stock_changed"
            case .negativeStock: "negative_stock"
            case .quantityOutOfRange: "quantity_out_of_range"
            case .notCommitted: "not_committed"
            }
        }
    }
}
