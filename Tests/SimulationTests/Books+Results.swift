import Domain

typealias CommandResult = Result<Outcome, Rejection>

extension Books {
    /// What a command did that may not have been refused.
    func outcome(_ result: CommandResult) throws(Mismatch) -> Outcome {
        switch result {
        case .success(let outcome): return outcome
        case .failure(let rejection): throw Mismatch("refused, but it is possible: \(rejection)")
        }
    }

    func reservation(_ result: CommandResult, isNew: Bool) throws(Mismatch) -> Reservation {
        guard case .reservation(let reservation, let isMade) = try outcome(result) else {
            throw Mismatch("no reservation: \(result)")
        }
        try agree("a new reservation", found: isMade, expected: isNew)
        return reservation
    }

    func refused(_ result: CommandResult, _ expected: Rejection) throws(Mismatch) {
        switch result {
        case .success(let outcome):
            throw Mismatch("expected \(expected), but it was done: \(outcome)")
        case .failure(let rejection):
            try agree("refusal", found: rejection.withoutProse, expected: expected.withoutProse)
        }
    }
}

extension Rejection {
    /// The refusal without sentences, which are for people.
    var withoutProse: Rejection {
        switch self {
        case .itemInUse: .itemInUse("")
        case .invalidField(let field, _): .invalidField(field, detail: "")
        case .insufficientStock, .unknownSKU, .unknownLocation, .stockChanged, .negativeStock,
            .quantityOutOfRange, .reservationNotFound, .reservationNotActive, .reservationExpired,
            .notCommitted, .itemNotFound, .skuTaken, .versionConflict, .locationNotFound,
            .codeTaken, .locationInUse, .keyNotFound, .quotaExceeded:
            self
        }
    }

    /// Its name for the table of counts, and the code of each line that it names.
    var labels: [String] {
        switch self {
        case .insufficientStock(let lines): lines.map { "insufficientStock: \($0.code.name)" }
        case .reservationNotActive(let state): ["reservationNotActive: \(state.name)"]
        case .unknownSKU: ["unknownSKU"]
        case .unknownLocation: ["unknownLocation"]
        case .stockChanged: ["stockChanged"]
        case .negativeStock: ["negativeStock"]
        case .quantityOutOfRange: ["quantityOutOfRange"]
        case .reservationNotFound: ["reservationNotFound"]
        case .reservationExpired: ["reservationExpired"]
        case .notCommitted: ["notCommitted"]
        case .itemNotFound: ["itemNotFound"]
        case .itemInUse: ["itemInUse"]
        case .skuTaken: ["skuTaken"]
        case .versionConflict: ["versionConflict"]
        case .locationNotFound: ["locationNotFound"]
        case .codeTaken: ["codeTaken"]
        case .locationInUse: ["locationInUse"]
        case .keyNotFound: ["keyNotFound"]
        case .quotaExceeded: ["quotaExceeded"]
        case .invalidField: ["invalidField"]
        }
    }
}
