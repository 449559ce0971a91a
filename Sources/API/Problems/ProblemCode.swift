/// The stable words for what went wrong: `code`, and the last part of `type`. A released one
/// never changes.
enum ProblemCode: String, CaseIterable, Sendable {
    case invalidJSON = "invalid_json"
    case tooDeep = "too_deep"
    case duplicateField = "duplicate_field"
    case unknownField = "unknown_field"
    case invalidParameter = "invalid_parameter"
    case invalidCursor = "invalid_cursor"
    case invalidIdempotencyKey = "invalid_idempotency_key"
    case unauthorized
    case quotaExceeded = "quota_exceeded"
    case forbidden
    case notFound = "not_found"
    case methodNotAllowed = "method_not_allowed"
    case insufficientStock = "insufficient_stock"
    case reservationExpired = "reservation_expired"
    case reservationNotActive = "reservation_not_active"
    case notCommitted = "not_committed"
    case stockChanged = "stock_changed"
    case negativeStock = "negative_stock"
    case quantityOutOfRange = "quantity_out_of_range"
    case itemInUse = "item_in_use"
    case skuTaken = "sku_taken"
    case codeTaken = "code_taken"
    case locationInUse = "location_in_use"
    case idempotencyInProgress = "idempotency_in_progress"
    case versionConflict = "version_conflict"
    case contentTooLarge = "content_too_large"
    case unsupportedMediaType = "unsupported_media_type"
    case invalidField = "invalid_field"
    case invalidQuantity = "invalid_quantity"
    case tooManyLines = "too_many_lines"
    case unknownSKU = "unknown_sku"
    case unknownLocation = "unknown_location"
    case weakHolder = "weak_holder"
    case idempotencyKeyReused = "idempotency_key_reused"
    case rateLimited = "rate_limited"
    case internalError = "internal_error"
    case overloaded
    case unavailable

    /// The HTTP status that goes with it.
    var status: Int {
        switch self {
        case .invalidJSON, .tooDeep, .duplicateField, .unknownField, .invalidParameter,
            .invalidCursor, .invalidIdempotencyKey:
            400
        case .unauthorized: 401
        case .quotaExceeded: 402
        case .forbidden: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .insufficientStock, .reservationExpired, .reservationNotActive, .notCommitted,
            .stockChanged, .negativeStock, .quantityOutOfRange, .itemInUse, .skuTaken, .codeTaken,
            .locationInUse, .idempotencyInProgress:
            409
        case .versionConflict: 412
        case .contentTooLarge: 413
        case .unsupportedMediaType: 415
        case .invalidField, .invalidQuantity, .tooManyLines, .unknownSKU, .unknownLocation,
            .weakHolder, .idempotencyKeyReused:
            422
        case .rateLimited: 429
        case .internalError: 500
        case .overloaded, .unavailable: 503
        }
    }

    /// The same words for people: `Insufficient stock`.
    var title: String {
        switch self {
        case .invalidJSON: "Invalid JSON"
        case .unknownSKU: "Unknown SKU"
        case .skuTaken: "SKU taken"
        case _: Self.title(of: rawValue)
        }
    }

    /// `Insufficient stock` of `insufficient_stock`.
    static func title(of code: String) -> String {
        code.prefix(1).uppercased()
            + code.dropFirst().map { $0 == "_" ? " " : String($0) }.joined()
    }
}
