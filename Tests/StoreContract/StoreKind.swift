/// The stores under contract. A new one is a case here and a fixture, and has to keep every rule.
public enum StoreKind: String, CaseIterable, Sendable {
    case sqlite

    /// Those that can be had here.
    public static var available: [StoreKind] { allCases }

    /// An empty database of the kind.
    public func fixture() throws -> any StoreFixture {
        switch self {
        case .sqlite: try SQLiteFixture()
        }
    }
}
