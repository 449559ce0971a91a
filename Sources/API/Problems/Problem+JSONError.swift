internal import JSON

extension Problem {
    /// What the strict reader found: 400 where the document is not what it should be in form,
    /// 422 where a field's value cannot be used.
    init(_ error: JSONError) {
        let code: ProblemCode =
            switch error.kind {
            case .invalidJSON, .tooManyMembers: .invalidJSON
            case .tooDeep: .tooDeep
            case .duplicateField: .duplicateField
            case .unknownField: .unknownField
            case .wrongType, .outOfRange, .missingField:
                Self.isQuantity(error.path) ? .invalidQuantity : .invalidField
            }
        guard !error.path.isEmpty else {
            self.init(code, error.detail)
            return
        }
        self.init(code, field: error.path, error.detail)
    }

    /// Whether the path's last part is a number of units.
    private static func isQuantity(_ path: String) -> Bool {
        let name = path.split(separator: ".").last ?? ""
        return ["quantity", "delta", "set_to", "expected"].contains(name)
    }
}
