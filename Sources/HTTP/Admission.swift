/// Whether a body may be sent at all.
public enum Admission: Sendable {
    /// Read it, up to `bodyLimit` bytes; beyond: 413.
    case accept(bodyLimit: Int)
    /// Answer this instead, and close.
    case refuse(Response)
}
