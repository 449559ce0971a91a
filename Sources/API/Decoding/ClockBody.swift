internal import Domain
internal import JSON

/// The body of `POST /test/clock`.
enum ClockBody {
    case advance(seconds: Int64)
    case set(Timestamp)

    /// Ten years: as far as one step goes.
    static let secondsMax: Int64 = 10 * 366 * 86_400

    init(_ reader: inout JSONReader) throws {
        var seconds: Int64?
        var time: Timestamp?
        try reader.object { reader, name in
            switch name {
            case "advance_seconds": seconds = try reader.integer(in: 0...Self.secondsMax)
            case "set": time = try reader.time()
            case _: return false
            }
            return true
        }
        switch (seconds, time) {
        case (let seconds?, nil): self = .advance(seconds: seconds)
        case (nil, let time?): self = .set(time)
        case (nil, nil): throw reader.missingField("advance_seconds")
        case (.some, .some): throw Problem(field: "set", "Give advance_seconds or set, not both.")
        }
    }

    func target(from now: Timestamp) -> Timestamp {
        switch self {
        case .advance(let seconds): now.adding(seconds: seconds)
        case .set(let time): time
        }
    }
}
