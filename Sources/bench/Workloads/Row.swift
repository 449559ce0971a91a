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
    /// The other servers that did the same work in the same run.
    var comparisons: [Comparison] = []
    var goal: Double?
    var floor: Double?
    /// How long the server took from its start to its first word, where that is measured.
    var startMilliseconds: Int?
    var startGoal: Int?

    /// How often the rate of `comparison` goes into this row's; nil where there is none.
    func ratio(to comparison: Comparison) -> Double? {
        comparison.perSecond > 0 ? perSecond / comparison.perSecond : nil
    }
}

/// Another server beside which a row stands, and how much faster the row is to be.
struct Comparison {
    let server: String
    let perSecond: Double
    /// The ratio wanted.
    let goal: Double?
    /// The ratio below which the run fails.
    let floor: Double?

    init(to row: Row, goal: Double? = nil, floor: Double? = nil) {
        server = row.server
        perSecond = row.perSecond
        self.goal = goal
        self.floor = floor
    }
}
