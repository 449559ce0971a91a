internal import Platform

/// Names for requests, which no two requests share.
struct RequestIDs {
    private var next = Int64(SystemRandom.uint64() >> 2)

    mutating func make() -> String {
        next &+= 1
        return Identifiers.text("req_", next)
    }
}
