extension Regex {
    /// This pattern with `\b` at the edge of every identifier.
    ///
    /// Unicode's own rule takes `a.b` for one word, and so would miss `b`.
    var simple: Regex<Output> { wordBoundaryKind(.simple) }
}
