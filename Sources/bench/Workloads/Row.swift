/// One line of the table.
struct Row {
    let name: String
    let server: String
    let connections: Int
    let perSecond: Double
    let p50Milliseconds: Double
    let p99Milliseconds: Double
    let residentMebibytes: Double
    let processorMicroseconds: Double
    /// Answers other than the one expected; a row with any is no result.
    let wrong: Int
    /// The row of the other server that this one is to be compared with, and its rate.
    var comparison: (name: String, perSecond: Double)?
    var goal: Double?
    var floor: Double?
    /// How long the server took from its start to its first word, where that is measured.
    var startMilliseconds: Int?
    var startGoal: Int?

    var ratio: Double? {
        comparison.flatMap { $0.perSecond > 0 ? perSecond / $0.perSecond : nil }
    }
}
