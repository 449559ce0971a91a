/// Where the program and the auditor's books do not agree.
struct Mismatch: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Throws when two things that ought to be the same are not.
func agree<Value: Equatable>(
    _ what: @autoclosure () -> String, found: Value, expected: Value
) throws(Mismatch) {
    guard found != expected else { return }
    throw Mismatch("\(what()): found \(found), expected \(expected)")
}

/// Throws when `condition` does not hold.
func demand(
    _ condition: Bool, _ what: @autoclosure () -> String
) throws(Mismatch) {
    guard !condition else { return }
    throw Mismatch(what())
}
