/// Where a file breaks a rule, and which.
struct Finding: Equatable, CustomStringConvertible {
    /// From the root of the project.
    let path: String
    /// From 1.
    let line: Int
    let message: String

    var description: String { "\(path):\(line): \(message)" }
}
