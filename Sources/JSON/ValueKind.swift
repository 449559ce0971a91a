/// The kinds of value that JSON knows.
public enum ValueKind: Equatable, Sendable {
    case object, array, string, number, boolean, null
}
