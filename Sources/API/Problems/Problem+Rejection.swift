internal import Domain

/// The one place where refusals get a status and words.
extension Problem {
    init(_ rejection: Rejection) {
        switch rejection {
        case .insufficientStock(let lines):
            self.init(.insufficientStock, "Not everything that was asked for can be had.", lines)
        case .unknownSKU(let lines):
            self.init(.unknownSKU, "A line names an item that does not exist.", lines)
        case .unknownLocation(let lines):
            self.init(.unknownLocation, "A location that is named does not exist.", lines)
        case .stockChanged(let lines):
            self.init(.stockChanged, "The stock is not what was expected.", lines)
        case .negativeStock(let lines):
            self.init(.negativeStock, "A quantity would fall below 0.", lines)
        case .quantityOutOfRange(let lines):
            self.init(.quantityOutOfRange, "A quantity would exceed 2^53 - 1.", lines)
        case .notCommitted(let lines):
            self.init(.notCommitted, "There are not so many committed units.", lines)
        case .reservationNotFound, .itemNotFound, .locationNotFound, .keyNotFound:
            self = .notFound
        case .reservationNotActive, .reservationExpired: self.init(reservation: rejection)
        case .itemInUse, .skuTaken, .versionConflict, .codeTaken, .locationInUse,
            .quotaExceeded, .invalidField:
            self.init(catalog: rejection)
        }
    }

    private init(reservation rejection: Rejection) {
        guard case .reservationNotActive(let state) = rejection else {
            self.init(
                .reservationExpired, "The reservation has expired, and its units are taken.")
            return
        }
        self.init(.reservationNotActive, "The reservation is \(state.word).")
    }

    private init(catalog rejection: Rejection) {
        switch rejection {
        case .itemInUse(let reason): self.init(.itemInUse, reason)
        case .skuTaken: self.init(.skuTaken, "Another item has this sku.")
        case .versionConflict(let current):
            self.init(
                .versionConflict, "The object has changed since: its version is \(current).")
        case .codeTaken: self.init(.codeTaken, "Another location has this code.")
        case .locationInUse(let onHand, let reserved, let committed):
            self.init(
                .locationInUse,
                "The location has \(onHand) on hand, \(reserved) reserved, "
                    + "\(committed) committed.")
            errors = [("on_hand", onHand), ("reserved", reserved), ("committed", committed)].map {
                Entry(
                    field: $0, code: ProblemCode.locationInUse.rawValue,
                    detail: "Move these units first.", current: $1)
            }
        case .quotaExceeded(let limit):
            self.init(.quotaExceeded, "The plan has \(limit) products.")
        case .invalidField(let field, let detail):
            self.init(.invalidField, field: field, detail)
        case .insufficientStock, .unknownSKU, .unknownLocation, .stockChanged, .negativeStock,
            .quantityOutOfRange, .notCommitted, .reservationNotFound, .itemNotFound,
            .locationNotFound, .keyNotFound, .reservationNotActive, .reservationExpired:
            self.init(.internalError, "The refusal has no words.")
        }
    }

    private init(_ code: ProblemCode, _ detail: String, _ lines: [LineRefusal]) {
        self.init(code, detail, errors: lines.map(Entry.init))
    }
}

extension Problem.Entry {
    init(_ line: LineRefusal) {
        self.init(
            index: line.index, sku: line.sku, code: line.code.name, detail: line.code.detail,
            requested: line.requested, available: line.available, current: line.current)
    }
}

extension LineRefusal.Code {
    /// One sentence for people; the numbers stand beside it.
    var detail: String {
        switch self {
        case .unknownSKU: "There is no such item."
        case .holderLimit: "The holder would have more of it than one holder may."
        case .outOfStock: "There is nothing left of it."
        case .insufficientStock: "There is less of it than was asked for."
        case .allocationExhausted: "The channel's share of it is used up."
        case .unknownLocation: "There is no such location."
        case .stockChanged: "The quantity is not what was expected."
        case .negativeStock: "The quantity would fall below 0."
        case .quantityOutOfRange: "The item would have more than 2^53 - 1 units."
        case .notCommitted: "Fewer units than that are committed."
        }
    }
}
